using System.Collections.Concurrent;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Registry.Projections.Keys.Pkcs11;

/// <summary>
/// Sessions of one token, each lent to one thread at a time: two threads in one session get CKR_OPERATION_ACTIVE. Logged in
/// once, which holds for all of them as long as one is open.
/// </summary>
internal sealed class Pkcs11Token : IDisposable
{
    private readonly ISlot slot;
    private readonly ConcurrentBag<ISession> idle = [];
    private readonly SemaphoreSlim free;
    private readonly TimeSpan patience;

    // Keeps the login alive.
    private readonly ISession first;

    /// <exception cref="KeyStoreException">No such module or token, or the wrong PIN.</exception>
    public Pkcs11Token(Pkcs11Settings settings)
    {
        slot = Find(Pkcs11Module.Load(settings.Module), settings.Token);
        free = new SemaphoreSlim(settings.Sessions);
        patience = settings.Patience;
        first = Translated(() =>
        {
            var session = slot.OpenSession(SessionType.ReadWrite);
            try
            {
                session.Login(CKU.CKU_USER, settings.Pin);
            }
            catch (Pkcs11Exception e) when (e.RV is CKR.CKR_USER_ALREADY_LOGGED_IN)
            {
                // By another store of this process, with the same token.
            }
            return session;
        });
    }

    /// <exception cref="KeyStoreException">All sessions are taken for too long, or the device failed.</exception>
    public T Use<T>(Func<ISession, T> work)
    {
        if (!free.Wait(patience))
            throw new KeyStoreException(KeyStoreException.SessionsExhausted, $"{patience.TotalSeconds} s");
        try
        {
            return Translated(() =>
            {
                var session = idle.TryTake(out var used) ? used : slot.OpenSession(SessionType.ReadWrite);
                var whole = false;
                try
                {
                    var result = work(session);
                    whole = true;
                    return result;
                }
                finally
                {
                    // After a failure it may be dead or in the middle of something; left open it would keep the login alive.
                    if (whole)
                        idle.Add(session);
                    else
                        Close(session);
                }
            });
        }
        finally
        {
            free.Release();
        }
    }

    /// <summary>Closes the sessions, and with the process's last one of this token logs out. Not while somebody signs.</summary>
    public void Dispose()
    {
        while (idle.TryTake(out var session))
            session.Dispose();
        first.Dispose();
        free.Dispose();
    }

    private static void Close(ISession session)
    {
        try
        {
            session.Dispose();
        }
        catch (Pkcs11Exception)
        {
            // The device that failed the work cannot close the session either; the failure itself is on its way.
        }
    }

    private static ISlot Find(IPkcs11Library library, string label) => Translated(() =>
        library.GetSlotList(SlotsType.WithTokenPresent).FirstOrDefault(slot => LabelOf(slot) == label))
        ?? throw new KeyStoreException(KeyStoreException.TokenMissing, label);

    // Another token that is broken must not hide this one.
    private static string? LabelOf(ISlot slot)
    {
        try
        {
            return slot.GetTokenInfo().Label.Trim();
        }
        catch (Pkcs11Exception)
        {
            return null;
        }
    }

    private static T Translated<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Pkcs11Exception e)
        {
            throw new KeyStoreException(
                e.RV switch
                {
                    CKR.CKR_PIN_INCORRECT or CKR.CKR_PIN_INVALID or CKR.CKR_PIN_LEN_RANGE or CKR.CKR_PIN_LOCKED => KeyStoreException.PinWrong,
                    CKR.CKR_SESSION_COUNT => KeyStoreException.SessionsExhausted,
                    CKR.CKR_TOKEN_NOT_PRESENT or CKR.CKR_TOKEN_NOT_RECOGNIZED => KeyStoreException.TokenMissing,
                    CKR.CKR_MECHANISM_INVALID => KeyStoreException.AlgorithmUnsupported,
                    _ => KeyStoreException.DeviceFailed,
                },
                e.RV.ToString(), e);
        }
    }
}
