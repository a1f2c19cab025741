// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the checks.json of every scenario below a folder, writes them as a table (results.md) and as TAP.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = process.argv[2];

function* folders(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!statSync(path).isDirectory()) continue;
    if (existsSync(join(path, 'checks.json'))) yield path;
    else yield* folders(path);
  }
}

const rows = [...folders(root)].map((folder) => {
  const checks = JSON.parse(readFileSync(join(folder, 'checks.json'), 'utf8'));
  const count = (status) => checks.filter((check) => check.status === status).length;
  const wrong = checks.filter((check) => check.status === 'FAILURE' || check.status === 'WARNING');
  const name = relative(root, folder).replace(/-\d{4}-\d\d-\d\dT[\dTZ:.-]+$/, '');
  return { name, success: count('SUCCESS'), failure: count('FAILURE'), warning: count('WARNING'), wrong, folder };
}).sort((a, b) => a.name.localeCompare(b.name));

console.log(`1..${Math.max(rows.length, 1)}`);
if (rows.length === 0) {
  console.log('not ok 1 - the suite ran no scenario');
  process.exit(1);
}
let table = '| scenario | success | warning | failure |\n|---|---|---|---|\n';
let passed = 0;
rows.forEach((row, index) => {
  const ok = row.success > 0 && row.failure === 0 && row.warning === 0;
  passed += ok ? 1 : 0;
  table += `| ${row.name} | ${row.success} | ${row.warning} | ${row.failure} |\n`;
  console.log(`${ok ? 'ok' : 'not ok'} ${index + 1} - ${row.name} (${row.success} checks)`);
  for (const check of row.wrong) console.log(`# ${check.status} ${check.id}: ${check.errorMessage ?? check.description}`);
  const errors = join(row.folder, 'stderr.txt');
  if (!ok && existsSync(errors)) for (const line of readFileSync(errors, 'utf8').split('\n').slice(0, 10)) console.log(`# ${line}`);
});
const checks = rows.reduce((sum, row) => sum + row.success, 0);
table += `\n${passed} of ${rows.length} scenarios, ${checks} checks.\n`;
console.log(`# ${passed} of ${rows.length} scenarios, ${checks} checks`);
writeFileSync(join(root, 'results.md'), table);
process.exit(passed === rows.length ? 0 : 1);
