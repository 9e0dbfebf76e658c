using System.CommandLine;
using System.Globalization;
using Registry.Torture;
using Registry.Torture.Crash;
using Registry.Torture.Mutate;
using Registry.Torture.Takeover;

// bash tests/torture [campaign] [--smoke] [--seed N] [--count N]; no campaign runs them all.
(string Name, string What, Func<Options, Task<int>> Run)[] campaigns =
[
    ("mutate", "Changes rows, exports, bundles and the remembered checkpoint, one thing at a time: each is noticed.", MutateCampaign.RunAsync),
    ("crash", "Kill -9 at every step of sequencing and publishing.", CrashCampaign.RunAsync),
    ("takeover", "Kill -9 of the leader: how soon another server leads.", TakeoverCampaign.RunAsync),
];

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var root = new RootCommand("Does harm to a log and checks that it is noticed or survived. Exit code 0: it was, each time.");
var smoke = new Option<bool>("--smoke") { Description = "Only what continuous integration has time for.", Recursive = true };
var seed = new Option<int>("--seed")
{
    Description = "Of the choices made at random.",
    DefaultValueFactory = _ => Random.Shared.Next(),
    Recursive = true,
};
var count = new Option<int?>("--count") { Description = "Rounds or mutations.", Recursive = true };
foreach (var option in (Option[])[smoke, seed, count])
    root.Add(option);
root.SetAction((parsed, _) => Run(parsed, campaigns));
foreach (var campaign in campaigns)
{
    var command = new Command(campaign.Name, campaign.What);
    command.SetAction((parsed, _) => Run(parsed, [campaign]));
    root.Add(command);
}
var leader = new Command(Leader.Command) { Hidden = true };
leader.SetAction((_, _) => Leader.RunAsync());
root.Add(leader);
return await root.Parse(args).InvokeAsync();

async Task<int> Run(ParseResult parsed, IEnumerable<(string Name, string What, Func<Options, Task<int>> Run)> chosen)
{
    var options = new Options(parsed.GetValue(smoke), parsed.GetValue(seed), parsed.GetValue(count));
    var worst = 0;
    foreach (var campaign in chosen)
    {
        Console.WriteLine($"{campaign.Name}, seed {options.Seed}");
        worst = Math.Max(worst, await campaign.Run(options));
    }
    return worst;
}
