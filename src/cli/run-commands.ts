/** What the programs of several commands have in common: reading the options, their help, what was not understood. */

export interface CommandIo {
  out(line: string): void;
  err(line: string): void;
}

/** One command. `operands`: what follows its name. Resolves to the exit code. */
export type Command<Options, Deps> = (
  operands: readonly string[],
  options: Options,
  io: CommandIo,
  deps: Deps,
) => Promise<number>;

export interface Program<Options extends { help?: boolean }, Deps> {
  /** As in `npm run <name>`. */
  name: string;
  help: string;
  commands: Readonly<Record<string, Command<Options, Deps>>>;
  /** Node's parseArgs with the program's options. @throws where one is unknown or lacks its value */
  parse(args: string[]): { values: Options; positionals: readonly string[] };
}

/**
 * Runs the command that the arguments name; everything said here is French.
 * @param args what follows `npm run <name> --`
 * @returns the command's exit code; 2 when the arguments are not understood
 */
export async function runCommands<Options extends { help?: boolean }, Deps>(
  program: Program<Options, Deps>,
  args: readonly string[],
  io: CommandIo,
  deps: Deps,
): Promise<number> {
  const refuse = (why: string): number => {
    io.err(`${why}. « npm run ${program.name} -- --help » dit ce qui est possible.`);
    return 2;
  };
  let parsed: ReturnType<typeof program.parse>;
  try {
    parsed = program.parse([...args]);
  } catch (error) {
    const option = /'(-[^ ']+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? '';
    return refuse(`Option inconnue ou sans valeur : ${option}`);
  }
  const { values, positionals } = parsed;
  const [name, ...operands] = positionals;
  if (values.help || name === undefined) {
    io.out(program.help);
    return values.help ? 0 : 2;
  }
  const command = Object.hasOwn(program.commands, name) ? program.commands[name] : undefined;
  return command ? command(operands, values, io, deps) : refuse(`Commande inconnue : « ${name} »`);
}
