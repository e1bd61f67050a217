/** Commands that come next, each with what it does, aligned whatever their length. */
export function nextLines(commands: readonly (readonly [command: string, purpose: string])[]): string[] {
  const width = Math.max(...commands.map(([command]) => command.length));
  return ["Next:", ...commands.map(([command, purpose]) => `  ${command.padEnd(width)}  ${purpose}`)];
}

/** An argument as a shell takes it: quoted where it has to be. */
export const argumentText = (argument: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]*$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
