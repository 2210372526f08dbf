namespace PanelAssist.Server.Outbox;

/// <summary>The cluster-wide owner of one bot's or number's sending rates (key <c>{tenant}/{connection}</c>).</summary>
[Alias("sender")]
internal interface ISenderGrain : IGrainWithStringKey
{
    /// <summary>Books one send and says how long to wait before it.</summary>
    [Alias("reserve")]
    Task<TimeSpan> ReserveAsync(string chatId, bool isPrivate);

    /// <summary>The channel asked for silence: in one chat, or everywhere when <paramref name="chatId"/> is null.</summary>
    [Alias("pause")]
    Task PauseAsync(string? chatId, TimeSpan pause);
}
