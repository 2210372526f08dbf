using PanelAssist.Engine.Intents;

namespace PanelAssist.Engine.Tests.Intents;

public sealed class IntentNamesTests
{
    [Fact]
    public void The_wire_names_are_those_of_the_contract() => Assert.Equal(
        ("status refill refill_status cancel speed_up refund partial balance payment_check add_funds place_order services account_link " +
        "ticket human greeting thanks help stop export_data delete_data complaint other").Split(' '),
        Enum.GetValues<Intent>().Select(intent => intent.WireName()),
        StringComparer.Ordinal);

    [Fact]
    public void Every_wire_name_leads_back_to_its_intent()
    {
        Assert.All(Enum.GetValues<Intent>(), intent => Assert.Equal(intent, IntentNames.Find(intent.WireName())));
        Assert.Null(IntentNames.Find("Refill"));
        Assert.Null(IntentNames.Find(null));
    }
}
