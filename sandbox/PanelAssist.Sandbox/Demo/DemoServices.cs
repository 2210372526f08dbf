using PanelAssist.Sandbox.Control;

namespace PanelAssist.Sandbox.Demo;

/// <summary>The demo's services, named the way panels name theirs: promises in the name, in several habits.</summary>
internal static class DemoServices
{
    public static ServiceSeed[] All() =>
    [
        Refilled(101, "Instagram", "Instagram Followers | Real Mix | R30 | Start: 0-1H | Speed: 50K/Day", 0.90m, 50, 200_000),
        Refilled(102, "Instagram", "IG Followers [Max: 500K] [Refill 60 Days ♻️] [30K/Day]", 0.65m, 100, 500_000),
        Plain(103, "Instagram", "Instagram Likes ⚡ Instant - No Refill - 20K/Hour", 0.11m, 20, 100_000),
        Refilled(104, "Instagram", "Instagram Followers | Old Accounts | Lifetime Guaranteed", 2.40m, 10, 50_000),
        Plain(105, "Instagram", "Instagram Reel Views | Fastest | Non Drop", 0.02m, 100, 10_000_000),
        Plain(106, "Instagram", "IG Story Views | All Stories | 10K/Day", 0.18m, 50, 30_000),
        Refilled(107, "Instagram", "Instagram Followers | Brazil 🇧🇷 | Reposição 30 dias", 3.10m, 50, 20_000),
        Comments(108, "Instagram", "Instagram Custom Comments | Verified Mix", 14.00m),
        Plain(109, "Instagram", "Instagram Saves | Instant | NR", 0.07m, 50, 50_000),
        Refilled(201, "TikTok", "TikTok Followers | HQ | 30 Days Refill | 0-6H Start | 5K/Day", 1.85m, 50, 100_000),
        Plain(202, "TikTok", "TikTok Views [Instant] [10M/Day]", 0.01m, 100, 100_000_000),
        Plain(203, "TikTok", "TikTok Likes | Real Users | No Refill", 0.38m, 20, 50_000),
        Refilled(204, "TikTok", "TikTok Likes | AR30 | Start 0-15Min | 20K/Day", 0.72m, 50, 100_000),
        Locked(205, "TikTok", "TikTok Shares | Cheapest | No Cancel", 0.06m, 100, 1_000_000),
        Plain(206, "TikTok", "TikTok Live Views | 60 Minutes", 6.20m, 50, 5_000),
        Comments(207, "TikTok", "TikTok Custom Comments | Worldwide", 9.50m),
        Plain(208, "TikTok", "TikTok Saves | Fast | R0", 0.09m, 50, 100_000),
        Refilled(301, "YouTube", "YouTube Subscribers | R30 | 100-300/Day | Non Drop", 12.50m, 50, 10_000),
        Refilled(302, "YouTube", "YouTube Views | Lifetime Refill ♾️ | 10K/Day | Start 0-3H", 1.75m, 500, 1_000_000),
        Refilled(303, "YouTube", "YouTube Likes | 60 Days Guarantee | 5K/Day", 0.95m, 20, 50_000),
        Locked(304, "YouTube", "YouTube Watch Hours | 30+ Min Video | 15 days delivery", 19.90m, 100, 4_000),
        Plain(305, "YouTube", "YouTube Shorts Views | Instant | No Refill", 0.55m, 100, 500_000),
        Comments(306, "YouTube", "YouTube Custom Comments | English | R15", 11.00m),
        Plain(307, "YouTube", "YouTube Live Viewers | 120 Minutes", 8.40m, 100, 10_000),
        Refilled(308, "YouTube", "YouTube Subscribers | 365 Days Refill | 20/Day", 24.00m, 10, 2_000),
        Plain(401, "Telegram", "Telegram Post Views | Last 5 Posts | Instant", 0.04m, 50, 100_000),
        Refilled(402, "Telegram", "Telegram Members | Channel & Group | R30 | 20K/Day", 0.80m, 100, 200_000),
        Plain(403, "Telegram", "Telegram Members | Cheapest | No Refill | Drop 10-30%", 0.22m, 100, 100_000),
        Refilled(404, "Telegram", "Telegram Premium Members | 7 Days Refill", 5.60m, 50, 20_000),
        Plain(405, "Telegram", "Telegram Reactions 👍 ❤️ 🔥 Mix | Instant", 0.10m, 10, 50_000),
        Package(406, "Telegram", "Telegram Bot Starts | Package of 1000", 1.10m),
        Plain(407, "Telegram", "Telegram Poll Votes | Fast", 0.45m, 10, 30_000),
        Refilled(501, "Facebook", "Facebook Page Followers | 30 Days Refill | 10K/Day", 0.98m, 100, 500_000),
        Refilled(502, "Facebook", "Facebook Page Likes + Followers | R90 | Start 0-12H", 1.60m, 100, 200_000),
        Plain(503, "Facebook", "Facebook Post Likes | Instant | NR", 0.33m, 50, 20_000),
        Plain(504, "Facebook", "Facebook Video Views | 60K/Day", 0.08m, 500, 5_000_000),
        Refilled(505, "Facebook", "Facebook Group Members | R30 | 5K/Day", 1.95m, 100, 100_000),
        Comments(506, "Facebook", "Facebook Custom Comments | Real Profiles", 13.20m),
        Locked(507, "Facebook", "Facebook Live Viewers | 90 Minutes", 4.10m, 50, 10_000),
        Plain(508, "Facebook", "Facebook Reel Views | Super Fast", 0.03m, 500, 10_000_000),
    ];

    public static IEnumerable<ServiceSeed> Showcase() => All().DistinctBy(s => s.Category, StringComparer.Ordinal);

    private static ServiceSeed Refilled(int id, string category, string name, decimal rate, int min, int max) =>
        new(id, name, category, "Default", null, rate, min, max, Refill: true, Cancel: true, DripFeed: true);

    private static ServiceSeed Plain(int id, string category, string name, decimal rate, int min, int max) =>
        new(id, name, category, "Default", null, rate, min, max, Refill: false, Cancel: true, DripFeed: false);

    private static ServiceSeed Locked(int id, string category, string name, decimal rate, int min, int max) =>
        new(id, name, category, "Default", null, rate, min, max, Refill: false, Cancel: false, DripFeed: false);

    private static ServiceSeed Comments(int id, string category, string name, decimal rate) =>
        new(id, name, category, "Custom Comments", null, rate, 5, 1_000, Refill: false, Cancel: true, DripFeed: false);

    private static ServiceSeed Package(int id, string category, string name, decimal rate) =>
        new(id, name, category, "Package", null, rate, 1_000, 1_000, Refill: false, Cancel: true, DripFeed: false);
}
