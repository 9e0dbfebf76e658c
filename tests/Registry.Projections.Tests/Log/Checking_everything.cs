using Registry.Domain.Export;
using Registry.Projections.Log.Fsck;

namespace Registry.Projections.Tests.Log;

/// <summary>fsck: whatever was changed behind the program's back is found, by the right code and at the first bad index.</summary>
public sealed class Checking_everything(FsckFixture log) : IClassFixture<FsckFixture>
{
    private const string Event7 = "where id = (select event_id from {schema}.log_entry where idx = 7)";
    private const string Waiting = "where id = (select event_id from {schema}.log_inbox limit 1)";
    private const string Flip7 = "set_byte({0}, 20, get_byte({0}, 20) # 1) where idx = 7";

    public static TheoryData<string, string, int?> Attacks => new()
    {
        { "delete from {schema}.log_entry where idx = 7", FsckCodes.EntryMissing, 7 },
        { "delete from {schema}.log_entry where idx = 7", FsckCodes.EventUnlogged, null },
        { "delete from {schema}.log_entry where idx >= 290", FsckCodes.CheckpointBeyond, -1 },
        { "delete from {schema}.log_entry where idx >= 290", FsckCodes.HeadDiffers, 290 },
        { "update {schema}.log_entry set body = " + Flip("body"), FsckCodes.LeafDiffers, 7 },
        { "update {schema}.log_entry set body = " + Flip("body"), FsckCodes.ChainDiffers, 7 },
        { "update {schema}.log_entry set body = set_byte(body, 3, 65) where idx = 7", FsckCodes.EntryMalformed, 7 },
        { "update {schema}.log_entry set leaf = " + Flip("leaf"), FsckCodes.LeafDiffers, 7 },
        { "update {schema}.log_entry set chain = " + Flip("chain"), FsckCodes.ChainDiffers, 7 },
        { "update {schema}.log_entry set event_id = gen_random_uuid() where idx = 7", FsckCodes.EntryEvent, 7 },
        { "update {schema}.log_entry set event_id = gen_random_uuid() where idx = 7", FsckCodes.EventMissing, 7 },
        {
            "update {schema}.log_entry set idx = case idx when 7 then 1008 else 1007 end where idx in (7, 8); "
            + "update {schema}.log_entry set idx = idx - 1000 where idx > 1000", FsckCodes.ChainDiffers, 7
        },
        { "update {schema}.log_entry set log = 'other' where idx = 299", FsckCodes.LogForeign, 299 },
        { "update {schema}.log_publication set log = 'other'", FsckCodes.LogForeign, null },
        { "update {schema}.log_checkpoint set log = 'other' where size = (select min(size) from {schema}.log_checkpoint)", FsckCodes.LogForeign, null },
        { "update {schema}.log_head set epoch = 2", FsckCodes.HeadDiffers, null },
        { "update {schema}.log_head set tenant = '110000'", FsckCodes.EventUnlogged, null },
        { $"delete from {{schema}}.mt_events {Event7}", FsckCodes.EventMissing, 7 },
        { $"update {{schema}}.mt_events set data = jsonb_set(data, '{{planted}}', '1') {Event7}", VerdictCodes.Commitment, 7 },
        { $"update {{schema}}.mt_events set headers = jsonb_set(headers, '{{purpose}}', '\"other\"') {Event7}", VerdictCodes.Commitment, 7 },
        { $"update {{schema}}.mt_events set headers = headers - 'salt' {Event7}", VerdictCodes.SaltMalformed, 7 },
        { $"update {{schema}}.mt_events set headers = '[1]' {Event7}", VerdictCodes.PayloadMalformed, 7 },
        { $"update {{schema}}.mt_events set type = 'tombstone' {Event7}", FsckCodes.EventType, 7 },
        { $"update {{schema}}.mt_events set version = 99 {Event7}", FsckCodes.EventVersion, 7 },
        { $"update {{schema}}.mt_events set version = 99 {Event7}", FsckCodes.StreamOrder, 7 },
        { $"update {{schema}}.mt_events set timestamp = timestamp + interval '1 second' {Event7}", FsckCodes.EventTime, 7 },
        { $"update {{schema}}.mt_events set is_archived = true {Event7}", FsckCodes.EventColumn, 7 },
        { $"update {{schema}}.mt_events set stream_id = null {Event7}", FsckCodes.EventStream, 7 },
        { $"update {{schema}}.mt_events set is_archived = null {Event7}", FsckCodes.EventColumn, 7 },
        { $"update {{schema}}.mt_events set user_name = 'somebody' {Event7}", FsckCodes.EventColumn, 7 },
        { $"update {{schema}}.mt_events set user_name = null {Event7}", FsckCodes.EventColumn, 7 },
        { $"update {{schema}}.mt_events set mt_dotnet_type = 'x' {Event7}", FsckCodes.EventColumn, 7 },
        {
            "insert into {schema}.mt_streams select (jsonb_populate_record(s, '{\"tenant_id\": \"110000\"}')).* from {schema}.mt_streams s; "
            + $"update {{schema}}.mt_events set tenant_id = '110000' {Event7}", FsckCodes.EventMissing, 7
        },
        {
            "insert into {schema}.mt_events select (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'version', 2, "
            + "'seq_id', 900000))).* from {schema}.mt_events m where id = (select event_id from {schema}.log_entry where idx = 290)",
            FsckCodes.EventUnlogged, null
        },
        {
            "delete from {schema}.mt_events where stream_id = (select stream_id from {schema}.mt_events m join {schema}.log_entry e on e.event_id = m.id where idx = 290); "
            + "delete from {schema}.log_entry where idx = 290; "
            + "delete from {schema}.mt_doc_casecard c where not exists (select from {schema}.mt_events m where m.stream_id = c.id); "
            + "delete from {schema}.mt_streams s where not exists (select from {schema}.mt_events m where m.stream_id = s.id)",
            FsckCodes.EntryMissing, 290
        },
        {
            "insert into {schema}.log_entry select log, (select max(idx) + 1 from {schema}.log_entry), gen_random_uuid(), body, leaf, chain "
            + "from {schema}.log_entry where idx = 7", FsckCodes.HeadDiffers, -1
        },
        { "update {schema}.mt_streams set version = version + 1 where id = (select stream_id from {schema}.mt_events limit 1)", FsckCodes.StreamVersion, null },
        { "update {schema}.mt_streams set is_archived = null where id = (select stream_id from {schema}.mt_events limit 1)", FsckCodes.StreamVersion, null },
        { "update {schema}.mt_streams set is_archived = true where id = (select stream_id from {schema}.mt_events limit 1)", FsckCodes.StreamVersion, null },
        {
            "insert into {schema}.mt_streams select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()))).* from {schema}.mt_streams s limit 1",
            FsckCodes.StreamVersion, null
        },
        { "update {schema}.mt_events set data = data - 'subjects' where type = 'access_disclosed.v1'", FsckCodes.EventUnreadable, null },
        { "update {schema}.mt_events set data = data - 'item' where type = 'case_submitted.v1'", FsckCodes.EventUnreadable, null },
        { $"update {{schema}}.mt_events set data = jsonb_set(data, '{{planted}}', '1') {Waiting}", VerdictCodes.Commitment, null },
        { $"update {{schema}}.mt_events set headers = '[1]' {Waiting}", VerdictCodes.PayloadMalformed, null },
        { $"update {{schema}}.mt_events set timestamp = timestamp + interval '1 second' {Waiting}", FsckCodes.EventTime, null },
        { $"update {{schema}}.mt_events set user_name = 'somebody' {Waiting}", FsckCodes.EventColumn, null },
        { "update {schema}.log_inbox set body = set_byte(body, 20, 65)", FsckCodes.InboxDiffers, null },
        { "delete from {schema}.log_inbox", FsckCodes.EventUnlogged, null },
        { "update {schema}.log_subtree set hash = set_byte(hash, 0, get_byte(hash, 0) # 1)", FsckCodes.SubtreeDiffers, 0 },
        { "delete from {schema}.log_subtree", FsckCodes.SubtreeMissing, 0 },
        { "insert into {schema}.log_subtree select log, level, 5, hash from {schema}.log_subtree", FsckCodes.SubtreeBeyond, 1536 },
        { "update {schema}.log_head set edge = set_byte(edge, 0, get_byte(edge, 0) # 1)", FsckCodes.HeadDiffers, -1 },
        { "update {schema}.log_head set chain = set_byte(chain, 0, get_byte(chain, 0) # 1)", FsckCodes.HeadDiffers, -1 },
        { "update {schema}.log_checkpoint set note = replace(note, 'registry', 'registrx')", FsckCodes.CheckpointSignature, -2 },
        { "update {schema}.log_checkpoint set size = 5 where size = (select min(size) from {schema}.log_checkpoint)", FsckCodes.CheckpointSize, 5 },
        { "update {schema}.log_publication set note = (select note from {schema}.log_publication order by seq limit 1)", FsckCodes.PublicationSize, -1 },
        { "update {schema}.log_publication set note = 'x'", FsckCodes.PublicationSignature, -2 },
        { "delete from {schema}.log_checkpoint where size = (select max(size) from {schema}.log_checkpoint)", FsckCodes.PublicationUnsigned, -1 },
        { "insert into {schema}.log_publication (log, size, note) select log, size, note from {schema}.log_publication order by seq limit 1", FsckCodes.PublicationOrder, -2 },
        { "update {schema}.access_count set n = n + 1", FsckCodes.CountDiffers, null },
        { "delete from {schema}.access_count", FsckCodes.CountDiffers, null },
        { "insert into {schema}.access_count select log, 'planted', 1 from {schema}.access_count", FsckCodes.CountDiffers, null },
        { "delete from {schema}.mt_doc_accessrecord", FsckCodes.ReadModelMissing, -3 },
        { "update {schema}.mt_doc_casecard set data = jsonb_set(data, '{status}', '\"Approved\"')", FsckCodes.ReadModelDiffers, -3 },
        { "update {schema}.mt_doc_licencecard set data = jsonb_set(data, '{version}', '7')", FsckCodes.ReadModelDiffers, -3 },
        {
            "insert into {schema}.mt_doc_accessrecord select (jsonb_populate_record(a, '{\"id\": \"planted/0\"}')).* from {schema}.mt_doc_accessrecord a",
            FsckCodes.ReadModelForeign, null
        },
    };

    [Theory, MemberData(nameof(Attacks))]
    public async Task finds_what_an_insider_did_and_nothing_once_it_is_undone(string attack, string code, int? index)
    {
        await log.Attack(attack);
        var report = await log.CheckAsync();
        await log.Undo();
        var found = report.Findings.Where(finding => finding.Code == code).ShouldHaveSingleItem(string.Join('\n', report.Findings));
        found.Index.ShouldBe(index switch
        {
            -1 => await log.Registry.Scalar<long>("select max(size) from {schema}.log_checkpoint"),
            -2 => await log.Registry.Scalar<long>("select min(size) from {schema}.log_checkpoint"),
            -3 => found.Index.ShouldNotBeNull(),
            _ => index,
        });
        (await log.CheckAsync()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task finds_an_entry_that_was_rewritten_with_all_its_hashes_but_not_signed_anew()
    {
        await log.Attack(
            "update {schema}.log_entry set body = convert_to(regexp_replace(convert_from(body, 'UTF8'), '\"sig\":\".', '\"sig\":\"A'), 'UTF8') where idx = 7; "
            + "update {schema}.log_entry set leaf = sha256('\\x00'::bytea || body) where idx = 7");
        var report = await log.CheckAsync();
        await log.Undo();
        report.Findings.ShouldContain(found => found.Code == VerdictCodes.Signature && found.Index == 7);
        report.Findings.ShouldContain(found => found.Code == FsckCodes.CheckpointRoot);
    }

    [Fact]
    public async Task finds_nothing_after_the_tables_were_rewritten_without_a_change()
    {
        await log.Registry.AsOwner("vacuum full {schema}.log_entry");
        await log.Registry.AsOwner("vacuum full {schema}.mt_events");
        await log.Registry.AsOwner("reindex table {schema}.mt_events");
        var report = await log.CheckAsync();
        report.Findings.ShouldBeEmpty();
        report.Entries.ShouldBeGreaterThan(290);
        report.Events.ShouldBe(report.Entries + 1);
    }

    [Fact]
    public async Task finds_nothing_in_the_stream_without_events_that_a_failed_save_leaves()
    {
        await log.Attack(
            "insert into {schema}.mt_streams select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'version', 0))).* "
            + "from {schema}.mt_streams s limit 1");
        var report = await log.CheckAsync();
        await log.Undo();
        report.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void knows_every_inline_read_model() =>
        log.Registry.Runtime.Store.Options.Projections.All
            .Where(projection => projection.Lifecycle == JasperFx.Events.Projections.ProjectionLifecycle.Inline)
            .Select(projection => projection.Name).Order()
            .ShouldBe(ReadModel.All.Select(model => model.Document.Name).Order());

    private static string Flip(string column) =>
        Flip7.Replace("{0}", column, StringComparison.Ordinal);
}
