using System.Security.Cryptography;
using System.Text;
using JasperFx.Events;
using Marten;
using Npgsql;
using Registry.Domain.Licences;
using Weasel.Core;
using Weasel.Postgresql.Tables;

namespace Registry.Projections.Schema;

/// <summary>
/// Which build brought a schema up to date last, and what the schema looked like then: the schema's comment. While both are
/// so, a start has nothing to compare, which otherwise costs it half a second of the processor.
/// </summary>
internal static class AppliedSchema
{
    // Whatever decides about the tables: another build of any of these compares anew.
    private static readonly string Build = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ',
        ((Type[])[typeof(AppliedSchema), typeof(Licence), typeof(DocumentStore), typeof(IEvent), typeof(SchemaMigration), typeof(Table)])
        .Select(type => type.Module.ModuleVersionId)))));

    // Without its own name, so that a copy under another name has the same.
    private const string Mark =
        """
        select $2 || ' ' || encode(sha256(convert_to(string_agg(line, E'\n' order by line), 'UTF8')), 'hex')
        from (select replace(line, $1, '') as line from (
            select format('%s %s %s %s %s %s', c.relname, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                pg_get_expr(d.adbin, d.adrelid))
            from pg_class c join pg_attribute a on a.attrelid = c.oid
                left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where c.relnamespace = to_regnamespace(quote_ident($1)) and a.attnum > 0 and not a.attisdropped
            union all
            select format('%s %s', pg_get_indexdef(i.indexrelid), i.indisvalid)
            from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace = to_regnamespace(quote_ident($1))
            union all
            select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            from pg_constraint where connamespace = to_regnamespace(quote_ident($1))
            union all
            select format('%s(%s) %s', proname, pg_get_function_identity_arguments(oid), prosrc)
            from pg_proc where pronamespace = to_regnamespace(quote_ident($1))
        ) as described (line)) as nameless
        """;

    /// <summary>Whether this very build left the schema as it is.</summary>
    public static async Task<bool> IsAppliedAsync(NpgsqlConnection connection, string schema, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(
            $"select obj_description(to_regnamespace(quote_ident($1)), 'pg_namespace') = ({Mark})", connection).With(schema, Build);
        return await command.ExecuteScalarAsync(token) is true;
    }

    /// <summary>Notes that this build has brought the schema up to date.</summary>
    public static async Task NoteAsync(NpgsqlConnection connection, string schema, CancellationToken token)
    {
        await using var mark = new NpgsqlCommand($"select format('comment on schema %I is %L', $1, ({Mark}))", connection).With(schema, Build);
        await using var note = new NpgsqlCommand((string)(await mark.ExecuteScalarAsync(token))!, connection);
        await note.ExecuteNonQueryAsync(token);
    }
}
