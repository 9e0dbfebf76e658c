using System.CommandLine;
using Registry.Api.Authorities;
using Registry.Api.Ceremony;
using Registry.Domain.Keys;

namespace Registry.Api.Operator;

/// <summary><c>keys plan</c> and <c>keys endorse</c>: the server's ends of a root key ceremony.</summary>
internal static class EndorsementCommands
{
    public static Command Plan()
    {
        var output = new Option<FileInfo>("--out") { Required = true, Description = "目标文件 / File to write" };
        var operators = new Option<string[]>("--operator") { Required = true, Arity = new(2, 2), AllowMultipleArgumentsPerToken = true, Description = "两名操作人 / Two operators" };
        var command = new Command("plan", "写出根密钥仪式的计划 / Write the plan of a root key ceremony") { output, operators };
        command.SetAction(async (arguments, stop) =>
        {
            await using var runtime = await OperatorCommands.OpenAsync(stop);
            var log = runtime.Logs.Of(runtime.Settings.Authority);
            // The retired ones too: the root says whose they are, the log says until when.
            var cards = (await KeysCommand.CardsAsync(runtime, stop)).Where(card => card.Owner == log.Tenant);
            var plan = new CeremonyPlan(
                log.Tenant, arguments.GetValue(operators)!,
                [
                    .. cards.Select(card => new KeyEndorsement(KeyEndorsement.Event, card.Owner, card.Algorithm, card.PublicKey)),
                    .. log.Keys.At(long.MaxValue).Select(key => key.ToEndorsement()),
                ]).ToJson();
            await File.WriteAllBytesAsync(arguments.GetValue(output)!.FullName, plan, stop);
            Console.WriteLine($"计划 / plan SHA-256 {CeremonyPlan.DigestOf(plan)}");
            return 0;
        });
        return command;
    }

    public static Command Endorse()
    {
        var file = new Argument<FileInfo>("file") { Description = RootCeremony.EndorsementsFile };
        var command = new Command("endorse", "将根密钥的背书记入日志 / Record the root key's endorsements in the log") { file };
        command.SetAction(async (arguments, stop) =>
        {
            Endorsements endorsements;
            await using (var json = arguments.GetValue(file)!.OpenRead())
                endorsements = Endorsements.Read(json);
            await using var runtime = await OperatorCommands.OpenAsync(stop);
            var (recorded, refusal) = await new RecordEndorsements(runtime.Sessions)
                .RunAsync(runtime.Logs.Of(runtime.Settings.Authority), endorsements);
            if (refusal is not null)
                return await KeysCommand.RefuseAsync(refusal);
            Console.WriteLine($"已记录 / recorded: {recorded}");
            Console.WriteLine($"仪式记录 / transcript SHA-256: {endorsements.Transcript}");
            return 0;
        });
        return command;
    }
}
