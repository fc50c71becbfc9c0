// Long runs under faults. Usage: npm run soak -- streams --minutes 5, and --cluster for six nodes.
import { parseArgs } from 'node:util';
import { soakStreams } from './streams.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '1' }, cluster: { type: 'boolean', default: false } },
});
const minutes = Number(values.minutes);
if (positionals[0] !== 'streams' || !(minutes > 0))
  throw new Error('Say what to soak and for how long: npm run soak -- streams --minutes 5');

const report = await soakStreams({ ms: minutes * 60_000, patience: 60_000, cluster: values.cluster });
console.log(report);
if (report.lost + report.left + report.crashed > 0) process.exitCode = 1;
