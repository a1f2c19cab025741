# SPDX-License-Identifier: GPL-3.0-or-later
"""What the black-box tests of the command line share: run it, run it on a terminal, and tell the results as TAP."""

import json
import os
import pathlib
import pty
import select
import signal
import subprocess
import sys
import time
import traceback

CTL = os.environ['GATEHOUSECTL']
SAMPLE = os.environ['GATE_SAMPLE']
DEADLINE = 60


class Result:
    """How a run ended: exit code, both outputs."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f'exit {self.code}\n--- out\n{self.out}\n--- err\n{self.err}'


def ctl(*words, stdin=None, env=None):
    """Runs gatehousectl with no terminal."""
    done = subprocess.run([CTL, *words], input=stdin, stdin=subprocess.DEVNULL if stdin is None else None, capture_output=True, text=True,
                          timeout=DEADLINE, env=dict(os.environ, **(env or {})))
    return Result(done.returncode, done.stdout, done.stderr)


def expect(result, code=0, *texts):
    """The exit code is as it should be, and the texts are in one of the outputs."""
    assert result.code == code, f'exit code {result.code}, not {code}: {result!r}'
    for text in texts:
        assert text in result.out or text in result.err, f'{text!r} is missing: {result!r}'
    return result


def active(project='default'):
    """What is on in a project."""
    return expect(ctl('project', 'show', project, '--json')).json()['active']


def connector_ids():
    return [item['connector'] for item in expect(ctl('connector', 'list', '--json')).json()]


class Terminal:
    """gatehousectl on a terminal of its own."""

    def __init__(self, *words, columns=100):
        self.text = ''
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM='xterm', COLUMNS=str(columns))
            try:
                os.execv(CTL, [CTL, *words])
            finally:
                os._exit(127)

    def read_some(self, deadline):
        ready, _, _ = select.select([self.fd], [], [], max(deadline - time.monotonic(), 0))
        if not ready:
            raise AssertionError(f'nothing more came within {DEADLINE} s:\n{self.text}')
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.text += data.decode(errors='replace')
        return bool(data)

    def wait_for(self, text):
        deadline = time.monotonic() + DEADLINE
        while text not in self.text:
            assert self.read_some(deadline), f'it ended without {text!r}:\n{self.text}'

    def type(self, text):
        os.write(self.fd, text.encode())

    def interrupt(self):
        os.kill(self.pid, signal.SIGINT)

    def end(self):
        """The exit code, once it has ended."""
        deadline = time.monotonic() + DEADLINE
        while self.read_some(deadline):
            pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)


def start_sample(*options, consents=True):
    """Sample Workspace that approves by itself, as the person at the consent page would; or that waits there for ever."""
    server = subprocess.Popen([SAMPLE, 'serve', *(['--auto-approve'] if consents else []), *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
    # Its own first line: whoever asks for the address before it listens starts another one, which approves nothing by itself.
    told = [server.stdout.readline().strip()]
    while told[-1] and not told[-1].startswith('http://127.0.0.1:'):
        told.append(server.stdout.readline().strip())
    assert told[-1], told
    return server


def browser_log():
    path = pathlib.Path(os.environ['GATE_TEST_BROWSER_LOG'])
    return path.read_text().splitlines() if path.exists() else []


def keyring_text():
    """Everything of ours that the keyring holds, attributes and secrets, as secret-tool shows it."""
    return subprocess.run(['secret-tool', 'search', '--all', '--unlock', 'xdg:schema', 'io.github.gatehouse.Gatehouse'], capture_output=True,
                          text=True, timeout=DEADLINE).stdout


def home_files():
    """Every file below the private home, with its content."""
    for folder, _, names in os.walk(os.environ['HOME']):
        for name in names:
            path = pathlib.Path(folder, name)
            if path.is_file():
                yield path, path.read_bytes()


def main(module):
    """Runs the test_… functions of a module in the order in which they stand, as TAP."""
    tests = [value for name, value in vars(module).items() if name.startswith('test_')]
    print(f'1..{len(tests)}')
    failed = False
    for number, test in enumerate(tests, 1):
        title = (test.__doc__ or test.__name__).strip().splitlines()[0]
        try:
            test()
            print(f'ok {number} - {title}', flush=True)
        except Exception:
            failed = True
            print(f'not ok {number} - {title}')
            for line in traceback.format_exc().splitlines():
                print(f'# {line}', flush=True)
    sys.exit(1 if failed else 0)
