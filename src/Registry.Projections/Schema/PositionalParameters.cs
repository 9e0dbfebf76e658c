using Npgsql;
using NpgsqlTypes;

namespace Registry.Projections.Schema;

/// <summary>Binds $1, $2, … in order; null is a null text.</summary>
public static class PositionalParameters
{
    public static NpgsqlCommand With(this NpgsqlCommand command, params ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
            command.Parameters.Add(value is null
                ? new() { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }
                : new() { Value = value });
        return command;
    }
}
