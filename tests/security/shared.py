# SPDX-License-Identifier: GPL-3.0-or-later
"""What these tests share beside the command line's own helpers, which stand in tests/cli."""

import itertools
import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))

from gatehouse import CTL, SAMPLE, Terminal, browser_log, ctl, expect, home_files, keyring_text, main  # noqa: E402

# The helpers of the command line are these tests', too.
__all__ = ['CTL', 'SAMPLE', 'Terminal', 'add', 'add_open', 'alone', 'browser_log', 'connect', 'ctl', 'expect', 'home_files',
           'keyring_text', 'main', 'new_name', 'private_file', 'refused']

numbers = itertools.count(1)


def new_name():
    return f'c{next(numbers)}'


def private_file(name, text):
    path = pathlib.Path(os.environ['GATE_TEST_SESSION'], name)
    path.write_text(text)
    return str(path)


def alone():
    """Turns off what is on."""
    for name in expect(ctl('project', 'show', '--json')).json()['active']:
        expect(ctl('deactivate', name))


def add(address, **members):
    """A new connector of that address, with more members of its entry; its name."""
    name = new_name()
    entry = {'type': 'http', 'url': address, **members}
    expect(ctl('connector', 'add', name, '--entry', private_file('entry.json', json.dumps(entry))))
    return name


def add_open(lab, **members):
    """A new connector for a service without a sign-in, turned on."""
    name = add(lab.address, **members)
    expect(ctl('activate', name))
    return name


def connect(lab, **members):
    """A new connector, signed in and on."""
    name = add(lab.address, **members)
    expect(ctl('connect', name, '--yes'))
    return name


def refused(result, *texts, layer=None):
    """It failed with one clear error that has these texts, and nothing crashed."""
    assert result.code in (1, 3), result
    said = result.err + result.out
    assert said.count('Error: ') + said.count('"error"') >= 1, result
    assert 'CRITICAL' not in said and 'WARNING' not in said, result
    for text in texts:
        assert text in said, f'{text!r} is missing: {result!r}'
    if layer:
        assert f'Where: {layer}' in said, result
    return result
