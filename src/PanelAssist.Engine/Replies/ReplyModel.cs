using Scriban.Runtime;

namespace PanelAssist.Engine.Replies;

/// <summary>The values of one template; nothing of this type itself is visible to it.</summary>
internal sealed class ReplyModel() : ScriptObject(capacity: 12, autoImportStaticsFromThisType: false, StringComparer.Ordinal);
