// The command `redstart`: npx redstart --help
import { runCommand } from './run.js';

process.exitCode = await runCommand(process.argv.slice(2), console.log, console.error);
