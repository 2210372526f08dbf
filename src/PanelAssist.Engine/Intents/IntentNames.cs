namespace PanelAssist.Engine.Intents;

/// <summary>The names of intents on the wire: <c>speed_up</c>, <c>account_link</c> and so on.</summary>
public static class IntentNames
{
    public static string WireName(this Intent intent) => throw new NotSupportedException();
}
