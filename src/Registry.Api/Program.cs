using Registry.Api.Hosting;
using Registry.Api.Operator;

return OperatorCommands.Handles(args) ? await OperatorCommands.RunAsync(args) : await Server.RunAsync(args);
