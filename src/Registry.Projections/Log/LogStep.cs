namespace Registry.Projections.Log;

/// <summary>
/// What a leader has just done, in the order in which it is done. A crash may come after any of them; what is done again by
/// the next start, and what must not be, is told at <see cref="Sequencer"/> and <see cref="Publisher"/>.
/// </summary>
public enum LogStep
{
    /// <summary>A batch is out of the inbox, in a transaction that is still open.</summary>
    InboxTaken,

    /// <summary>Its entries have their places, in the same transaction.</summary>
    EntriesWritten,

    /// <summary>The subtrees that they completed are stored, in the same transaction.</summary>
    SubtreesWritten,

    /// <summary>The head stands behind them, in the same transaction.</summary>
    HeadMoved,

    /// <summary>The transaction is committed.</summary>
    Sequenced,

    /// <summary>What is new since the last checkpoint was read back, and is what was sequenced.</summary>
    EntriesReadBack,

    /// <summary>A note exists, in this process alone.</summary>
    NoteSigned,

    /// <summary>The note is kept in the database under its size.</summary>
    NoteStored,

    /// <summary>The note is kept outside the database.</summary>
    NoteRemembered,

    /// <summary>The note is served.</summary>
    NotePublished,
}
