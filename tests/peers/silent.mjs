// SPDX-License-Identifier: GPL-3.0-or-later
//
// A server that takes every message, answers none, and stays when it is asked to go.
process.on('SIGTERM', () => {});
process.stdin.resume();
process.stdin.on('end', () => setInterval(() => {}, 1000));
