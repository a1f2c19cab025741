#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the administrator provides is read inside the sandbox, as a normal user, to whom root looks like nobody there."""

import os
import pathlib
import subprocess
import sys

import sandbox
from gatehouse import ctl, expect, main

BRANCH = os.environ['GATE_FLATPAK_BRANCH']
ARCH = subprocess.run(['flatpak', '--default-arch'], capture_output=True, text=True, check=True).stdout.strip()


def test_read():
    """the organization's directory is mounted read-only, and its services are found beside the others"""
    assert os.getuid() != 0
    done = sandbox.inside('sh', '-c', 'id -u; stat -c "%u %a" /app/etc/gatehouse/directory.json; echo x >>/app/etc/gatehouse/directory.json')
    assert done.stdout.split() == [str(os.getuid()), '65534', '644'] and done.stderr, done
    expect(ctl('directory', 'search', 'larkspur'), 0, 'Larkspur ERP')
    assert expect(ctl('directory', 'show', 'larkspur-erp', '--json')).json()['managed'] is True
    expect(ctl('directory', 'search', 'notion'), 0, 'Notion')


def test_own():
    """what the person puts into the same place is refused"""
    folder = pathlib.Path(os.environ['HOME'], '.local/share/flatpak/extension', f'{sandbox.ID}.systemconfig', ARCH, BRANCH)
    folder.mkdir(parents=True)
    words = pathlib.Path(os.environ['GATE_ORGANIZATION_DIRECTORY']).read_text().replace('Larkspur ERP', 'Not Larkspur')
    (folder / 'directory.json').write_text(words)
    told = ctl('directory', 'search', 'larkspur')
    assert 'Not Larkspur' not in told.out, told
    assert 'Larkspur ERP' in told.out or 'does not belong to the administrator' in told.out + told.err, told


if __name__ == '__main__':
    main(sys.modules[__name__])
