-- Tables beside Marten's own. {schema} is replaced; every statement can run again.

-- One log per tenant and epoch, as 340100/2026; the newest epoch is the tenant's log. The head moves only by
-- compare-and-swap on (size, term), and never back in time.
create table if not exists {schema}.log_head (
    log text primary key,
    tenant text not null,
    epoch int not null check (epoch > 0),
    origin text not null unique,
    size bigint not null check (size >= 0),
    edge bytea not null,
    chain bytea not null,
    term bigint not null,
    moved_at timestamptz not null default clock_timestamp(),
    unique (tenant, epoch)
);

-- Written in each event's own transaction; the sequencer takes whatever is here, so late commits lose nothing.
create table if not exists {schema}.log_inbox (
    seq bigint generated always as identity primary key,
    log text not null,
    event_id uuid not null unique,
    body bytea not null,
    leaf bytea not null,
    queued_at timestamptz not null default clock_timestamp()
);

create table if not exists {schema}.log_entry (
    log text not null,
    idx bigint not null check (idx >= 0),
    event_id uuid not null unique,
    body bytea not null,
    leaf bytea not null,
    chain bytea not null,
    primary key (log, idx)
);

-- Roots of complete subtrees of 256, 256², … entries (levels 8, 16, …): what proofs and hash tiles above the leaves need.
create table if not exists {schema}.log_subtree (
    log text not null,
    level smallint not null check (level > 0 and level % 8 = 0),
    idx bigint not null check (idx >= 0),
    hash bytea not null,
    primary key (log, level, idx)
);

-- Every checkpoint ever signed. Signed is a promise, whether it was shown to anybody or not.
create table if not exists {schema}.log_checkpoint (
    log text not null,
    size bigint not null,
    note text not null,
    signed_at timestamptz not null default clock_timestamp(),
    primary key (log, size)
);

-- Checkpoints as they are served; the newest one counts.
create table if not exists {schema}.log_publication (
    log text not null,
    seq bigint generated always as identity,
    size bigint not null,
    note text not null,
    published_at timestamptz not null default clock_timestamp(),
    primary key (log, seq)
);

-- Time stamps over published checkpoints (RFC 3161), each checked before it was kept.
create table if not exists {schema}.log_timestamp (
    log text not null,
    seq bigint generated always as identity,
    size bigint not null,
    authority text not null,
    token bytea not null,
    at timestamptz not null,
    kept_at timestamptz not null default clock_timestamp(),
    primary key (log, seq)
);

-- Key-encryption keys that wrap data keys, by number; the greatest wraps new ones. A row goes when nothing is under it.
create table if not exists {schema}.wrapping_key (
    number int primary key check (number > 0),
    used_since timestamptz not null default clock_timestamp()
);

insert into {schema}.wrapping_key (number) select 1 where not exists (select from {schema}.wrapping_key);

create table if not exists {schema}.subject_key (
    tenant text not null,
    subject text not null,
    wrapped bytea not null,
    primary key (tenant, subject)
);

-- Before there was a second one, everything was under the first.
alter table {schema}.subject_key add column if not exists wrapping int not null default 1 references {schema}.wrapping_key;
alter table {schema}.subject_key alter column wrapping drop default;

-- Which of a person's data keys: who comes back after an erasure gets a further one. The first is 1.
alter table {schema}.subject_key add column if not exists number int not null default 1 check (number > 0);

-- How many accesses to each person's data a log has, whether published or not.
create table if not exists {schema}.access_count (
    log text not null,
    subject text not null,
    n bigint not null check (n > 0),
    primary key (log, subject)
);

-- Who looked at somebody's data; read from the end, newest first. Times rise, and what comes at an index's end is cheap to add.
create index if not exists access_by_subject on {schema}.mt_doc_accessrecord (tenant_id, (data ->> 'subject'), (data ->> 'at'), id);

-- Those in an emergency, which are listed before all others.
create index if not exists access_in_emergency on {schema}.mt_doc_accessrecord (tenant_id, (data ->> 'subject'), (data ->> 'at'), id)
    where data -> 'by' ->> 'purpose' = 'break-glass';

-- What several people have, by each but the first, who has an index like everybody; most rows have no such member.
create index if not exists licence_by_co_holder on {schema}.mt_doc_licencecard using gin ((data -> 'others')) where data -> 'others' is not null;
create index if not exists case_by_co_applicant on {schema}.mt_doc_casecard using gin ((data -> 'others')) where data -> 'others' is not null;
create index if not exists case_by_named on {schema}.mt_doc_casecard using gin ((data -> 'named')) where data -> 'named' is not null;

-- Who looked at anybody's data, for auditors: all; one officer's, whose last hours are judged again and again; one agency's, which are
-- sorted when asked for: with few keys that come again and again the index stays small; those without a case and the refused, which are few.
create index if not exists access_by_time on {schema}.mt_doc_accessrecord (tenant_id, (data ->> 'at'), id);
create index if not exists access_by_officer on {schema}.mt_doc_accessrecord (tenant_id, (data -> 'by' ->> 'actor'), (data ->> 'at'));
create index if not exists access_by_agency on {schema}.mt_doc_accessrecord (tenant_id, (data -> 'by' ->> 'agency'));
drop index if exists {schema}.access_without_case;
create index if not exists access_outside_grounds on {schema}.mt_doc_accessrecord (tenant_id, (data ->> 'at'), id) where {without-case};
-- What is under a covert inquiry, to be counted by month and found by the agency that its event does not name.
create index if not exists access_covert on {schema}.mt_doc_accessrecord (tenant_id, (data ->> 'at'), id)
    where data -> 'by' ->> 'step' like 'covert/%';
-- What was shown under a sharing grant, to be counted for its day; what was refused is not, however often somebody tries.
create index if not exists access_shared on {schema}.mt_doc_accessrecord (tenant_id, (data -> 'by' ->> 'step'), (data ->> 'at'))
    where data -> 'by' ->> 'step' like 'sharing-grant/%' and data ->> 'refusedAs' is null;
create index if not exists access_refused on {schema}.mt_doc_accessrecord (tenant_id, (data ->> 'at'), id)
    where data ->> 'refusedAs' is not null;

-- How far each log's looks have been judged by the audit rules: the index of the first that is not. What was passed over is
-- judged again by applying a rule to the past; nothing is found twice.
create table if not exists {schema}.audit_position (
    log text primary key,
    judged bigint not null check (judged >= 0)
);

-- How far the city's message gateway was told of accesses: an entry of the authority's logs.
create table if not exists {schema}.notice_position (
    tenant text primary key,
    epoch int not null check (epoch > 0),
    idx bigint not null
);

-- Status lists of credentials as they were signed, each version; the newest one counts. Only the log's leader adds one.
create table if not exists {schema}.status_token (
    tenant text not null,
    issuer text not null,
    number int not null check (number > 0),
    issued_at timestamptz not null,
    expires_at timestamptz not null,
    kid text not null,
    token text not null,
    primary key (tenant, issuer, number, issued_at)
);

-- The answer of every write, kept in the write's own transaction (invariant I10).
create table if not exists {schema}.idempotency (
    tenant text not null,
    actor text not null,
    key text not null,
    request bytea not null,
    status int not null,
    etag text,
    location text,
    body text not null,
    answered_at timestamptz not null default clock_timestamp(),
    primary key (tenant, actor, key)
);

-- Codes, tokens and nonces of wallets that fetch credentials: secrets of minutes, kept as keyed digests, swept when they have expired.
create table if not exists {schema}.wallet_secret (
    digest bytea primary key,
    tenant text not null,
    detail text not null,
    mac bytea not null,
    answer bytea,
    guesses int not null default 0,
    used boolean not null default false,
    expires_at timestamptz not null
);
create index if not exists wallet_secret_expiry on {schema}.wallet_secret (expires_at);

-- Uses one in the transaction of what is made by it: whoever comes second waits, and has neither.
create or replace procedure {schema}.use_wallet_secret(named bytea, owner text, at timestamptz) language plpgsql as $$
begin
    update {schema}.wallet_secret secret set used = true
    where secret.digest = named and secret.tenant = owner and not secret.used and secret.expires_at > at;
    if not found then
        raise exception 'the secret can be used no more' using errcode = 'RK005';
    end if;
end $$;

-- Wrong guesses at what stands on a licence: how many since when; swept an hour later.
create table if not exists {schema}.match_guess (
    tenant text not null,
    licence uuid not null,
    wrong int not null,
    since timestamptz not null,
    primary key (tenant, licence)
);
create index if not exists match_guess_since on {schema}.match_guess (since);

-- Last number given per item and day.
create table if not exists {schema}.case_sequence (
    tenant text not null,
    item text not null,
    day date not null,
    last int not null,
    primary key (tenant, item, day)
);

-- Rows of imported registers, written with the events they became.
create table if not exists {schema}.import_row (
    tenant text not null,
    register text not null,
    row_id text not null,
    digest text not null,
    licence uuid not null,
    primary key (tenant, register, row_id)
);

-- Whoever signs with a key holds its lock shared until the commit; whoever ends it waits for them, and comes behind them.
create or replace procedure {schema}.require_live_key(tenant text, key uuid) language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('registry/signing-key/{schema}/' || key, 0));
    -- A statement of its own, so that it sees an end that was committed while it waited.
    if exists (
        select from {schema}.mt_doc_signingkeycard card
        where card.tenant_id = tenant and card.id = key and not (card.data ->> 'isLive')::boolean)
    then
        raise exception 'the signing key has ended' using errcode = 'RK001';
    end if;
end $$;

create or replace procedure {schema}.end_key(key uuid) language sql as $$
    select pg_advisory_xact_lock(hashtextextended('registry/signing-key/{schema}/' || key, 0))
$$;

-- Whoever queues an entry holds its log's lock shared until the commit; whoever closes the log takes it alone.
create or replace procedure {schema}.require_open_log(named text) language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('registry/open-log/{schema}/' || named, 0));
    if exists (
        select from {schema}.log_head head join {schema}.log_head later on later.tenant = head.tenant and later.epoch > head.epoch
        where head.log = named)
    then
        raise exception 'the log % is closed', named using errcode = 'RK002';
    end if;
end $$;

-- Whoever seals personal data holds the lock shared until the commit; whoever erases takes it alone (SubjectKeyGuard).
create or replace procedure {schema}.require_subject_keys(owner text, subjects text[], numbers int[]) language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('registry/erasure/{schema}/' || owner, 0));
    -- A statement of its own, so that it sees an erasure that was committed while it waited.
    -- One by one: a join would keep the plan that was best when the table was small, and read all of it.
    for place in 1 .. cardinality(subjects) loop
        perform from {schema}.subject_key k
        where k.tenant = owner and k.subject = subjects[place] and k.number = numbers[place];
        if not found then
            raise exception 'the person has been erased meanwhile' using errcode = 'RK003';
        end if;
    end loop;
end $$;

create or replace procedure {schema}.erase_subject(owner text, erased text, destroyed int, seen bigint) language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('registry/erasure/{schema}/' || owner, 0));
    if seen <> (
        select coalesce(sum(version), 0) from (
            select (data ->> 'version')::bigint as version from {schema}.mt_doc_casecard
            where tenant_id = owner and (data ->> 'subject' = erased or data -> 'others' @> jsonb_build_array(erased)
                or data -> 'named' @> jsonb_build_array(erased))
            union all
            select (data ->> 'version')::bigint from {schema}.mt_doc_licencecard
            where tenant_id = owner and (data ->> 'subject' = erased or data -> 'others' @> jsonb_build_array(erased))) about)
    then
        raise exception 'something was saved about the person meanwhile' using errcode = 'RK004';
    end if;
    delete from {schema}.subject_key k where k.tenant = owner and k.subject = erased and k.number = destroyed;
    if not found then
        raise exception 'the key is gone already' using errcode = 'RK004';
    end if;
end $$;

create or replace function {schema}.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% on %.% is refused: history is append-only', tg_op, tg_table_schema, tg_table_name
        using errcode = '42501';
end $$;

-- The head is the one row of the log that changes. It never goes back, and is never another log's.
create or replace function {schema}.refuse_return() returns trigger language plpgsql as $$
begin
    if (new.log, new.tenant, new.epoch, new.origin) <> (old.log, old.tenant, old.epoch, old.origin)
       or new.size < old.size or new.term < old.term then
        raise exception '% on %.% is refused: history is append-only', tg_op, tg_table_schema, tg_table_name
            using errcode = '42501';
    end if;
    return new;
end $$;

-- Statement triggers also fire for no row and for ON CONFLICT DO UPDATE; "always", so that a session that plays a replica
-- does not get past them. One that was disabled is not enabled again here: the start tells, and somebody finds out why.
do $$
declare guard record;
begin
    for guard in select * from (values
        ('mt_events', 'append_only', 'update or delete or truncate', 'statement', 'refuse_change'),
        ('log_entry', 'append_only', 'update or delete or truncate', 'statement', 'refuse_change'),
        ('log_subtree', 'append_only', 'update or delete or truncate', 'statement', 'refuse_change'),
        ('log_checkpoint', 'append_only', 'update or delete or truncate', 'statement', 'refuse_change'),
        ('log_publication', 'append_only', 'update or delete or truncate', 'statement', 'refuse_change'),
        ('log_timestamp', 'append_only', 'update or delete or truncate', 'statement', 'refuse_change'),
        ('status_token', 'append_only', 'update or delete or truncate', 'statement', 'refuse_change'),
        ('log_head', 'append_only', 'delete or truncate', 'statement', 'refuse_change'),
        ('log_head', 'forward_only', 'update', 'row', 'refuse_return'),
        ('mt_streams', 'append_only', 'delete or truncate', 'statement', 'refuse_change'),
        ('log_inbox', 'append_only', 'truncate', 'statement', 'refuse_change')
    ) as guards (relation, name, events, each, action) loop
        if not exists (
            select from pg_trigger
            where tgrelid = format('{schema}.%I', guard.relation)::regclass and tgname = guard.name) then
            execute format(
                'create trigger %I before %s on {schema}.%I for each %s execute function {schema}.%I()',
                guard.name, guard.events, guard.relation, guard.each, guard.action);
            execute format('alter table {schema}.%I enable always trigger %I', guard.relation, guard.name);
        end if;
    end loop;
end $$;

-- Two roles, so that whoever serves requests cannot give an event its place, and whoever gives places sees no event.
do $$
declare needed text;
begin
    foreach needed in array array['{runtime}', '{sequencer}'] loop
        if not exists (select from pg_roles where rolname = needed) then
            begin
                execute format('create role %I nologin', needed);
            exception when duplicate_object or unique_violation then null;
            end;
        end if;
        if not pg_has_role(current_user, needed, 'member') then
            execute format('grant %I to %I', needed, current_user);
        end if;
    end loop;
end $$;

grant usage on schema {schema} to {runtime}, {sequencer};

-- Events, read models and the rest may be used by the runtime role, history only be added to (invariant I5).
grant usage on all sequences in schema {schema} to {runtime};
grant execute on all functions in schema {schema} to {runtime};
grant select, insert, update, delete on all tables in schema {schema} to {runtime};
revoke update, delete, truncate on {schema}.mt_events, {schema}.log_inbox from {runtime};
revoke delete, truncate on {schema}.mt_streams from {runtime};
revoke insert, update, delete, truncate on
    {schema}.log_head, {schema}.log_entry, {schema}.log_subtree, {schema}.log_checkpoint, {schema}.log_publication,
    {schema}.log_timestamp, {schema}.status_token from {runtime};
revoke update, delete, truncate on {schema}.idempotency, {schema}.import_row from {runtime};
revoke update, truncate on {schema}.subject_key from {runtime};
revoke insert, update, delete, truncate on {schema}.wrapping_key from {runtime};
revoke delete, truncate on {schema}.access_count, {schema}.audit_position, {schema}.notice_position from {runtime};

-- The log's own tables, for its leader.
grant select, delete on {schema}.log_inbox to {sequencer};
grant select, update on {schema}.log_head to {sequencer};
grant select, insert on
    {schema}.log_entry, {schema}.log_subtree, {schema}.log_checkpoint, {schema}.log_publication, {schema}.log_timestamp,
    {schema}.status_token
    to {sequencer};
