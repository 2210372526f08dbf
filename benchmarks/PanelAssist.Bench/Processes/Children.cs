using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace PanelAssist.Bench.Processes;

/// <summary>Every process we started and have not ended: the last net under a benchmark that fails or is interrupted.</summary>
internal static class Children
{
    private static readonly ConcurrentDictionary<Child, byte> Running = new();
    private static readonly List<PosixSignalRegistration> Signals = [];

    public static void Add(Child child) => Running.TryAdd(child, 0);

    public static void Remove(Child child) => Running.TryRemove(child, out _);

    public static void EndWithUs()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            Signals.Add(PosixSignalRegistration.Create(signal, _ =>
            {
                KillAll();
                Environment.Exit(130);
            }));
        }
    }

    private static void KillAll()
    {
        foreach (var child in Running.Keys)
        {
            child.KillNow();
        }
    }
}
