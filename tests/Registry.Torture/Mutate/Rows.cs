using Npgsql;

namespace Registry.Torture.Mutate;

/// <summary>What was done to the rows of a table.</summary>
/// <param name="What">The kind, and the column where one value was changed.</param>
/// <param name="Entry">The first log entry that is concerned, where the rows stand for entries.</param>
/// <param name="Done">Rows of the table that hold the change, to be taken away again.</param>
/// <param name="Victims">Rows of the copy that they were, to be put back.</param>
internal sealed record Change(string Table, string What, long? Entry, string[] Done, string[] Victims);

/// <summary>A column of a protected table.</summary>
internal sealed record Column(string Table, string Name, string Type, bool IsKey);

/// <summary>Changes rows as an insider with every right could, one change at a time, and puts them right from the copy.</summary>
internal sealed class Rows : IAsyncDisposable
{
    private readonly Golden golden;
    private readonly NpgsqlConnection insider;
    private readonly Dictionary<string, Column[]> columns;
    private readonly Dictionary<string, string[]> copies = [];

    private Rows(Golden golden, NpgsqlConnection insider, Dictionary<string, Column[]> columns) =>
        (this.golden, this.insider, this.columns) = (golden, insider, columns);

    /// <summary>Every column that a change must be noticed in.</summary>
    public IReadOnlyList<Column> Columns =>
        [.. columns.Values.SelectMany(all => all).Where(column => !Protected.IsUnprotected(column.Table, column.Name))];

    public static async Task<Rows> OpenAsync(Golden golden)
    {
        var known = Protected.Codes.Keys.Concat(Protected.UnprotectedTables).ToHashSet();
        if ((await golden.TablesAsync()).Where(table => !known.Contains(table)).ToArray() is { Length: > 0 } unknown)
            throw new InvalidOperationException($"Neither protected nor listed as unprotected: {string.Join(", ", unknown)}.");
        var insider = await golden.Owner.OpenConnectionAsync();
        var all = from row in await golden.QueryAsync(
                """
                select c.table_name::text, c.column_name::text, c.data_type::text,
                       exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
                           where i.indisprimary and i.indrelid = format('%I.%I', c.table_schema, c.table_name)::regclass
                             and a.attname = c.column_name)
                from information_schema.columns c where c.table_schema = $1 order by 1, c.ordinal_position
                """, golden.Schema)
            select new Column((string)row[0]!, (string)row[1]!, (string)row[2]!, (bool)row[3]!);
        var rows = new Rows(golden, insider, all.Where(column => Protected.Codes.ContainsKey(column.Table))
            .GroupBy(column => column.Table).ToDictionary(table => table.Key, table => table.ToArray()));
        foreach (var table in rows.columns.Keys)
            rows.copies[table] =
                [.. from row in await golden.QueryAsync($"select ctid::text from {golden.Copies}.{table} order by ctid") select (string)row[0]!];
        if (rows.copies.FirstOrDefault(table => table.Value.Length == 0) is { Key: { } empty })
            throw new InvalidOperationException($"The history has no row of {empty}.");
        return rows;
    }

    /// <summary>Changes one value. Null when the database itself refused.</summary>
    public async Task<Change?> ChangeValueAsync(Random random, Column column)
    {
        var victim = AnyOf(random, column.Table);
        var before = await ReadAsync($"select {column.Name}::text from {golden.Copies}.{column.Table} where ctid = $1::tid", victim);
        var after = Values.Other(random, column.Type, before);
        if (after == before)
            return null;
        return await TryAsync(column.Table, $"{column.Name} changed", [victim],
            $"""
            delete from {column.Table} where {IsRow(column.Table, "$1")};
            """,
            $"""
            insert into {column.Table} {Names(column.Table)} overriding system value
            select {string.Join(", ", columns[column.Table].Select(one => one.Name == column.Name ? $"$2::text::{column.Type}" : one.Name))}
            from {golden.Copies}.{column.Table} where ctid = $1::tid returning ctid::text
            """, victim, (object?)after ?? DBNull.Value);
    }

    public Task<Change?> DeleteAsync(Random random, string table)
    {
        var victim = AnyOf(random, table);
        return TryAsync(table, "row deleted", [victim], $"delete from {table} where {IsRow(table, "$1")};", null, victim);
    }

    /// <summary>A second row like one that is there, under another key.</summary>
    public async Task<Change?> PlantAsync(Random random, string table)
    {
        var model = AnyOf(random, table);
        var keys = columns[table].Where(column => column.IsKey && column.Name is not ("tenant_id" or "log")).ToArray();
        if (keys.Length == 0)
            return null;
        var key = keys[random.Next(keys.Length)];
        // An event's or entry's own id is unique beside the key.
        var ids = columns[table].Where(column => column.Name is "event_id" || table == "mt_events" && column.Name is "id" or "seq_id").ToArray();
        var values = new Dictionary<string, string?> { [key.Name] = Values.Other(random, key.Type, await OfAsync(key)) };
        foreach (var id in ids)
            values.TryAdd(id.Name, id.Type == "uuid" ? Guid.NewGuid().ToString() : "1000000");
        if (values.Values.Any(value => value is null))
            return null;
        var picked = columns[table].Select(one => values.TryGetValue(one.Name, out var value) ? $"'{value!.Replace("'", "''", StringComparison.Ordinal)}'::{one.Type}" : one.Name);
        return await TryAsync(table, "row planted", [], "",
            $"""
            insert into {table} {Names(table)} overriding system value
            select {string.Join(", ", picked)} from {golden.Copies}.{table} where ctid = $1::tid returning ctid::text
            """, model);

        async Task<string?> OfAsync(Column column) =>
            await ReadAsync($"select {column.Name}::text from {golden.Copies}.{table} where ctid = $1::tid", model);
    }

    /// <summary>Two rows exchange one value.</summary>
    public async Task<Change?> SwapAsync(Random random, string table)
    {
        var free = Columns.Where(column => column.Table == table && !column.IsKey).ToArray();
        var swapped = free[random.Next(free.Length)];
        var (one, other) = (AnyOf(random, table), AnyOf(random, table));
        string Value(string of) => $"select {swapped.Name}::text from {golden.Copies}.{table} where ctid = {of}::tid";
        if (await ReadAsync(Value("$1"), one) == await ReadAsync(Value("$1"), other))
            return null;
        string Insert(string kept, string from) =>
            $"""
            insert into {table} {Names(table)} overriding system value
            select {string.Join(", ", columns[table].Select(column => $"{(column == swapped ? "o" : "k")}.{column.Name}"))}
            from {golden.Copies}.{table} k, {golden.Copies}.{table} o where k.ctid = {kept}::tid and o.ctid = {from}::tid
            returning ctid::text as place
            """;
        return await TryAsync(table, $"{swapped.Name} swapped", [one, other],
            $"delete from {table} where {IsRow(table, "$1")} or {IsRow(table, "$2")};",
            $"with a as ({Insert("$1", "$2")}), b as ({Insert("$2", "$1")}) select place from a union all select place from b",
            one, other);
    }

    /// <summary>The newest rows are gone.</summary>
    public async Task<Change?> CutTailAsync(Random random, string table)
    {
        var victims = copies[table][^random.Next(1, Math.Min(20, copies[table].Length - 1))..];
        return await TryAsync(table, "tail cut off", victims,
            $"delete from {table} x using {golden.Copies}.{table} g where g.ctid = any($1::text[]::tid[]) and {SameKey(table)};", null, victims);
    }

    public async Task UndoAsync(Change change)
    {
        await using var undo = new NpgsqlCommand(
            $"delete from {change.Table} where ctid = any($1::text[]::tid[])", insider);
        undo.Parameters.Add(new() { Value = change.Done });
        await undo.ExecuteNonQueryAsync();
        await using var restore = new NpgsqlCommand(
            $"insert into {change.Table} {Names(change.Table)} overriding system value select {List(change.Table)} from {golden.Copies}.{change.Table} where ctid = any($1::text[]::tid[])",
            insider);
        restore.Parameters.Add(new() { Value = change.Victims });
        await restore.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => insider.DisposeAsync();

    private async Task<Change?> TryAsync(string table, string what, string[] victims, string delete, string? insert, params object[] arguments)
    {
        await using var transaction = await insider.BeginTransactionAsync();
        try
        {
            if (delete.Length > 0)
                await RunAsync(delete);
            var done = insert is null ? [] : await RunAsync(insert);
            await transaction.CommitAsync();
            return new(table, what, await EntryOfAsync(table, victims), done, victims);
        }
        catch (PostgresException e) when (e.SqlState[..2] is "22" or "23")
        {
            return null;
        }

        async Task<string[]> RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, insider, transaction);
            foreach (var argument in arguments.Take(sql.Contains("$2", StringComparison.Ordinal) ? 2 : 1))
                command.Parameters.Add(new() { Value = argument });
            await using var reader = await command.ExecuteReaderAsync();
            var made = new List<string>();
            while (await reader.ReadAsync())
                made.Add(reader.GetString(0));
            return [.. made];
        }
    }

    private async Task<long?> EntryOfAsync(string table, string[] victims)
    {
        if (table is not ("mt_events" or "log_entry"))
            return null;
        var id = table == "mt_events" ? "id" : "event_id";
        await using var select = new NpgsqlCommand(
            $"""
            select min(e.idx) from {golden.Copies}.{table} v join {golden.Copies}.log_entry e on e.event_id = v.{id}
            where v.ctid = any($1::text[]::tid[])
            """, insider);
        select.Parameters.Add(new() { Value = victims });
        return await select.ExecuteScalarAsync() as long?;
    }

    private string AnyOf(Random random, string table) => copies[table][random.Next(copies[table].Length)];

    private async Task<string?> ReadAsync(string sql, string ctid)
    {
        await using var command = new NpgsqlCommand(sql, insider);
        command.Parameters.Add(new() { Value = ctid });
        return await command.ExecuteScalarAsync() as string;
    }

    private string List(string table) => string.Join(", ", columns[table].Select(column => column.Name));

    private string Names(string table) => $"({List(table)})";

    private string SameKey(string table) =>
        string.Join(" and ", columns[table].Where(column => column.IsKey).Select(column => $"x.{column.Name} = g.{column.Name}"));

    private string IsRow(string table, string parameter) =>
        $"ctid = (select x.ctid from {table} x join {golden.Copies}.{table} g on g.ctid = {parameter}::tid where {SameKey(table)})";
}
