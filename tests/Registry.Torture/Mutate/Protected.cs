namespace Registry.Torture.Mutate;

/// <summary>
/// What fsck answers for, table by table. A table or column that is in neither list fails the campaign, so that a new one is
/// thought about (docs/threat-model.md says why each of the second list is there).
/// </summary>
internal static class Protected
{
    /// <summary>Classes of findings that a change to a table's rows may have; the first that comes must be one of these.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Codes = new Dictionary<string, string[]>
    {
        ["mt_events"] = ["event-", "stream-", "commitment", "payload-", "salt-malformed", "read-model-", "inbox-event-missing", "signature", "key-"],
        ["mt_streams"] = ["stream-"],
        ["log_head"] = ["head-", "log-foreign", "entry-", "checkpoint-", "publication-", "chain-", "subtree-", "event-unlogged", "inbox-", "stream-"],
        ["log_inbox"] = ["inbox-", "event-unlogged", "log-foreign"],
        ["log_entry"] = ["entry-", "leaf-differs", "chain-differs", "event-", "log-foreign", "stream-", "inbox-repeated"],
        ["log_subtree"] = ["subtree-", "log-foreign"],
        ["log_checkpoint"] = ["checkpoint-", "publication-unsigned", "log-foreign"],
        ["log_publication"] = ["publication-", "log-foreign"],
        ["mt_doc_itemcard"] = ["read-model-"],
        ["mt_doc_casecard"] = ["read-model-"],
        ["mt_doc_licencecard"] = ["read-model-"],
        ["mt_doc_licencecopycard"] = ["read-model-"],
        ["mt_doc_credentialcard"] = ["read-model-"],
        ["mt_doc_licencetypecard"] = ["read-model-"],
        ["mt_doc_erasurecard"] = ["read-model-"],
        ["mt_doc_delegationcard"] = ["read-model-"],
        ["mt_doc_emergencycard"] = ["read-model-"],
        ["mt_doc_auditrulecard"] = ["read-model-"],
        ["mt_doc_findingcard"] = ["read-model-"],
        ["mt_doc_personlistcard"] = ["read-model-"],
        ["mt_doc_covertinquirycard"] = ["read-model-"],
        ["mt_doc_licencebatchcard"] = ["read-model-"],
        ["mt_doc_sharinggrantcard"] = ["read-model-"],
        ["mt_doc_objectioncard"] = ["read-model-"],
        ["mt_doc_officercard"] = ["read-model-"],
        ["mt_doc_subscriptioncard"] = ["read-model-"],
        ["mt_doc_signingkeycard"] = ["read-model-"],
        ["mt_doc_accessrecord"] = ["read-model-"],
        ["access_count"] = ["count-differs"],
    };

    /// <summary>Tables of nobody's evidence.</summary>
    public static readonly IReadOnlySet<string> UnprotectedTables = new HashSet<string>
    {
        // How far looks are judged is work in progress; applying a rule to the past judges what was passed over.
        "audit_position",
        // How far the gateway was told: set back, it is told some again; set on, the person still reads all of it.
        "notice_position",
        "idempotency", "case_sequence", "import_row",
        // A changed key makes one person's data unreadable, or everybody's, which whoever opens it is told.
        "subject_key", "wrapping_key",
        // No authority stamps the campaign's history; Demanding_time_stamps and Stamping_the_time change tokens.
        "log_timestamp",
        // Secrets of minutes, under keyed digests; Issuing_into_a_wallet and Presenting_from_a_wallet change one.
        "wallet_secret", "match_guess",
        // Each is signed, and readers verify it; fsck compares what the newest says, and not its other bytes (Checking_status_lists).
        "status_token",
        // Folded from the events each time: nobody reads these tables.
        "mt_doc_auditrule", "mt_doc_authoritydirectory", "mt_doc_case", "mt_doc_covertinquiry", "mt_doc_credential", "mt_doc_delegation", "mt_doc_emergency", "mt_doc_erasure", "mt_doc_finding", "mt_doc_licence", "mt_doc_licencebatch", "mt_doc_licencecopy", "mt_doc_licenceslot", "mt_doc_licencetype",
        "mt_doc_logkey", "mt_doc_objection", "mt_doc_personlist", "mt_doc_subscription",
        "mt_doc_officer", "mt_doc_serviceitem", "mt_doc_sharinggrant", "mt_doc_signingkey",
        // Marten's own bookkeeping of projections and sequences, which no projection of ours depends on.
        "mt_event_progression", "mt_event_projection_floors", "mt_high_water_skips", "mt_doc_deadletterevent", "mt_hilo",
    };

    /// <summary>Columns of protected tables that nothing signed says anything about.</summary>
    public static readonly IReadOnlySet<string> UnprotectedColumns = new HashSet<string>
    {
        "mt_events.seq_id", "mt_events.causation_id", "mt_events.bdata",
        // The event's own, in its headers, is covered; Marten fills the column in where an event has none.
        "mt_events.correlation_id",
        "mt_streams.type", "mt_streams.timestamp", "mt_streams.created", "mt_streams.snapshot", "mt_streams.snapshot_version", "mt_streams.compacted_version",
        "log_head.term", "log_head.moved_at",
        "log_inbox.queued_at", "log_inbox.seq",
        "log_checkpoint.signed_at", "log_publication.published_at", "log_publication.seq",
    };

    /// <summary>Documents' columns that Marten keeps beside the data.</summary>
    public static bool IsUnprotected(string table, string column) =>
        UnprotectedColumns.Contains($"{table}.{column}")
        || table.StartsWith("mt_doc_", StringComparison.Ordinal) && column is "mt_last_modified" or "mt_version" or "mt_dotnet_type";

    public static bool Explains(string table, string code) =>
        Codes[table].Any(prefix => code.StartsWith(prefix, StringComparison.Ordinal));
}
