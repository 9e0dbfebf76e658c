namespace Registry.Api.Tests.Access.Matrix;

/// <summary>Every caller asks every operation of the description for every object; what comes of it stands in access-matrix.txt.</summary>
public sealed class Keeping_the_access_matrix(MatrixHost host) : IClassFixture<MatrixHost>
{
    /// <summary>Operations on what nobody owns: there is nothing to be kept from anybody but by role.</summary>
    private static readonly Kind[] Public = [Kind.None, Kind.Item, Kind.Identifier, Kind.Tile, Kind.Entry, Kind.Event, Kind.Issuer, Kind.CredentialType,
        Kind.Agency, Kind.StatusList];

    [Fact]
    public void asks_for_every_operation_of_the_description()
    {
        host.Operations.Select(operation => operation.Id).Where(id => !MatrixAsks.All.ContainsKey(id)).ShouldBeEmpty(
            $"Operations without a row. Add each to MatrixAsks.All (and its objects to MatrixObjects), then run: {AccessTable.Rewrite}");
        MatrixAsks.All.Keys.Except(host.Operations.Select(operation => operation.Id)).ShouldBeEmpty("Rows of operations that are gone.");
    }

    [Fact]
    public void is_what_the_server_does()
    {
        var found = AccessTable.Of(host.Cells);
        if (AccessTable.IsToBeWritten)
            AccessTable.Keep(found);
        var differences = AccessTable.Differences(AccessTable.Kept(), found);
        Assert.True(
            differences.Count == 0,
            $"Permissions differ from access-matrix.txt (- kept, + found):\n{string.Join('\n', differences)}\n"
            + $"If that is meant, run this and read the difference before you commit it:\n{AccessTable.Rewrite}");
    }

    [Fact]
    public void shows_of_the_forbidden_what_it_shows_of_the_absent()
    {
        foreach (var (forbidden, absent) in Forbidden())
            forbidden.Looks.ShouldBe(absent.Looks, $"{forbidden.Operation.Title}, {forbidden.Object}, {forbidden.Caller}");
    }

    [Fact]
    public void lets_nobody_tell_by_role_which_of_the_forbidden_are_there()
    {
        // A role that may use the operation at all never hears 403 of one object and 404 of another.
        var telling = from asked in host.Cells.Where(cell => cell.Object != MatrixObjects.Malformed)
                          .GroupBy(cell => $"{cell.Operation.Title}, {cell.Caller}")
                      let statuses = asked.Select(cell => cell.Outcome[..3]).ToHashSet()
                      where statuses.Contains("403") && statuses.Contains("404")
                      select asked.Key;
        telling.ShouldBeEmpty();
    }

    [Fact]
    public void takes_as_much_work_for_the_forbidden_as_for_the_absent()
    {
        var unlike = from pair in Forbidden()
                     where !pair.Cell.Work.SequenceEqual(pair.Absent.Work)
                     select $"{pair.Cell.Operation.Title}, {pair.Cell.Object}, {pair.Cell.Caller}:\n"
                         + $"  forbidden: {string.Join("\n    ", pair.Cell.Work)}\n  absent: {string.Join("\n    ", pair.Absent.Work)}";
        Assert.True(!unlike.Any(), string.Join('\n', unlike.Take(5)));
    }

    private IEnumerable<(Cell Cell, Cell Absent)> Forbidden() =>
        from cell in host.Cells
        where cell.Outcome == "404 not-found" && cell.Object is not (MatrixObjects.Absent or MatrixObjects.Malformed)
            && !Public.Contains(MatrixAsks.All[cell.Operation.Id].Kind)
        let absent = host.Cells.FirstOrDefault(other =>
            other.Operation == cell.Operation && other.Caller == cell.Caller && other.Object == MatrixObjects.Absent)
        where absent is not null
        select (cell, absent);
}
