using JasperFx.Events;
using Registry.Domain;

namespace Registry.Projections;

/// <summary>
/// An id of another kind of stream finds nothing, as an absent one does. A foreign event after a stream's own is
/// something no writer here can have done.
/// </summary>
internal static class ForeignEvent
{
    public static T? Skip<T>(T? snapshot, IEvent e) where T : class =>
        snapshot is null ? null : throw new CorruptStreamException(e.StreamId.ToString(), typeof(T).Name, e.EventTypeName);
}
