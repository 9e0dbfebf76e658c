using Npgsql;

namespace Registry.Projections.Schema;

/// <summary>
/// The start's self-test of how the database defends the log: privileges, triggers, settings (operations reference 1.3).
/// Each answer is what is wrong, in the database's own words, and empty when all is well.
/// </summary>
public static class Defences
{
    // Every protected table with what each role needs there; all else is forbidden.
    private const string Protected =
        """
        (values
            ('mt_events', array['INSERT'], array[]::text[]), ('mt_streams', array['INSERT', 'UPDATE'], array[]::text[]),
            ('log_inbox', array['INSERT'], array['DELETE']), ('log_head', array[]::text[], array['UPDATE']),
            ('log_entry', array[]::text[], array['INSERT']), ('log_subtree', array[]::text[], array['INSERT']),
            ('log_checkpoint', array[]::text[], array['INSERT']), ('log_publication', array[]::text[], array['INSERT']),
            ('log_timestamp', array[]::text[], array['INSERT']), ('status_token', array[]::text[], array['INSERT']))
            as protected (relation, runtime, sequencer)
        """;

    /// <summary>What the role of a connection, or its login, could do to history.</summary>
    /// <param name="source">Connections of one of the two working roles.</param>
    /// <param name="schema">Where the tables are.</param>
    /// <param name="login">How far the login is judged, which could leave the role again.</param>
    public static Task<IReadOnlyList<string>> PrivilegesTooWideAsync(
        NpgsqlDataSource source, string schema, LoginUse login, CancellationToken token) => AllAsync(
        source,
        $"""
        select distinct who || ' ' || relation || ' ' || privilege
        from {Protected}
            cross join unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) as privilege
            cross join lateral (values
                (current_user, case current_user when '{RegistrySchema.RuntimeRole}' then runtime else sequencer end),
                (session_user, case $2
                    when {(int)LoginUse.OneRole} then
                        case current_user when '{RegistrySchema.RuntimeRole}' then runtime else sequencer end
                    when {(int)LoginUse.BothRoles} then runtime || sequencer
                    else array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER'] end)) as roles (who, needed)
        where privilege <> all (needed) and case
            when privilege in ('INSERT', 'UPDATE') then has_any_column_privilege(who, format('%I.%I', $1, relation), privilege)
            else has_table_privilege(who, format('%I.%I', $1, relation), privilege) end
        order by 1
        """,
        token, schema, (int)login);

    /// <summary>Triggers that are disabled, gone, or made to do something else.</summary>
    public static Task<IReadOnlyList<string>> TriggersMissingAsync(
        NpgsqlDataSource source, string schema, CancellationToken token) => AllAsync(
        source,
        // Bits of tgtype: 8 delete, 16 update, 32 truncate (catalog/pg_trigger.h).
        """
        select guard.relation || ' ' || guard.name
        from (values
            ('mt_events', 'append_only', 56, 'refuse_change'), ('mt_streams', 'append_only', 40, 'refuse_change'),
            ('log_inbox', 'append_only', 32, 'refuse_change'),
            ('log_head', 'append_only', 40, 'refuse_change'), ('log_head', 'forward_only', 16, 'refuse_return'),
            ('log_entry', 'append_only', 56, 'refuse_change'), ('log_subtree', 'append_only', 56, 'refuse_change'),
            ('log_checkpoint', 'append_only', 56, 'refuse_change'), ('log_publication', 'append_only', 56, 'refuse_change'),
            ('log_timestamp', 'append_only', 56, 'refuse_change'), ('status_token', 'append_only', 56, 'refuse_change'))
            as guard (relation, name, events, action)
        where not exists (
            select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
            where t.tgrelid = to_regclass(format('%I.%I', $1, guard.relation)) and t.tgname = guard.name
              and t.tgenabled in ('O', 'A') and t.tgtype & guard.events = guard.events and t.tgqual is null
              and cardinality(t.tgattr::int2[]) = 0 and p.proname = guard.action)
        order by 1
        """,
        token, schema);

    /// <summary>Settings under which an acknowledged commit can be lost, damage be passed over, or a trigger not fire.</summary>
    public static Task<IReadOnlyList<string>> UnsafeSettingsAsync(NpgsqlDataSource source, CancellationToken token) => AllAsync(
        source,
        """
        select name || '=' || current_setting(name)
        from (values
            ('fsync', array['on']), ('full_page_writes', array['on']), ('synchronous_commit', array['on', 'remote_apply']),
            ('zero_damaged_pages', array['off']), ('ignore_checksum_failure', array['off']),
            ('session_replication_role', array['origin'])) as safe (name, allowed)
        where current_setting(name) <> all (allowed)
        order by 1
        """,
        token);

    private static async Task<IReadOnlyList<string>> AllAsync(
        NpgsqlDataSource source, string query, CancellationToken token, params object?[] arguments)
    {
        await using var select = source.CreateCommand(query).With(arguments);
        var found = new List<string>();
        await using var reader = await select.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
            found.Add(reader.GetString(0));
        return found;
    }
}

/// <summary>What the login of a connection is used for beside the role that it takes on.</summary>
public enum LoginUse
{
    /// <summary>It owns everything, as in a private cluster: nothing is asked of it.</summary>
    Owner,

    /// <summary>It takes on both working roles.</summary>
    BothRoles,

    /// <summary>It takes on this role only.</summary>
    OneRole,
}
