#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""Key pages as other people have them: from right to left, with large text, in high contrast, and in German. A picture that cannot be
taken, shows nothing, or is wider than its screen, fails."""

import gettext
import os
import pathlib
import shutil
import subprocess
import sys

if not shutil.which('xcompmgr'):
    print('1..0 # SKIP xcompmgr is not installed')
    sys.exit(0)

from gatehouse import SAMPLE, ctl, expect, main, start_sample
from gatehouse_app import SCREENSHOTS, App
from gatehouse_camera import NARROW, WIDE
from gatehouse_stage import Stage

SIZES = [WIDE, NARROW]
TITLE = 'Q4 report'
FOLDER = SCREENSHOTS / 'variants'

server = start_sample()
expect(ctl('project', 'set', 'default', '--name', TITLE))
expect(ctl('connect', 'sample', '--yes'))
expect(ctl('connector', 'add', 'down', 'http://127.0.0.1:9/mcp', '--label', 'Company Wiki', '--sign-in', 'none'))
expect(ctl('connector', 'add', 'notion', 'https://mcp.notion.com/mcp', '--label', 'Notion', '--sign-in', 'oauth'))
expect(ctl('connector', 'add', 'files', '--label', 'Files on This Computer', '--', SAMPLE, 'serve', '--stdio'))
expect(ctl('activate', 'down', 'notion'))
expect(ctl('project', 'add', 'Vendor audit'))
app = None


class Variant:
    """The application as one of these people has it, and where it is led."""

    def __init__(self, name, language='C', dpi=96, schemes=('light',), **env):
        global app
        self.say = gettext.translation('gatehouse', os.environ['GATE_LOCALEDIR'], [language], fallback=True).gettext
        # Narrow is where it does not fit; the rest is for those who want the pictures.
        self.sizes, self.schemes = (SIZES, schemes) if 'GATE_SCREENSHOTS' in os.environ else ([NARROW], schemes[:1])
        app = app or App(screenshots=FOLDER)
        # The first only brings the camera, which sets what is to be found at a start.
        app.end()
        app.camera.set_dpi(dpi)
        app.camera.set_scheme('light')
        app.camera.folder = FOLDER / name
        app.camera.folder.mkdir(parents=True, exist_ok=True)
        app.start(env=dict(env, LANGUAGE=language))
        self.stage = Stage(app, TITLE, self.say)
        app.window(TITLE)

    def take(self, name, high=None):
        app.camera.take(name, schemes=self.schemes, sizes=[(size[0], high[SIZES.index(size)] if high else size[1]) for size in self.sizes])

    def dialogs(self):
        """What opens over windows, which follows them in their size."""
        say, stage = self.say, self.stage
        for size in self.sizes:
            stage.try_item('sample__create_note', 'Write a note')
            app.camera.shape(size)
            stage.fill('title', 'Call the bank')
            stage.fill('text', 'Ask for the statement of September.')
            app.keys('ctrl+Return')
            app.window(say('Call This Tool?'))
            app.camera.take('approval', schemes=self.schemes, sizes=[size])
            app.keys('Escape')
            app.window('sample__create_note')
            stage.leave(TITLE)
            app.keys('alt+Left')

    def all(self):
        say, stage = self.say, self.stage
        app.find('Notion', 'list item')
        app.find('127.0.0.1', 'list item')
        app.find('43', 'list item')
        self.take('project')
        app.keys('ctrl+shift+p')
        app.find(say('Connectors in this project'), 'list')
        self.take('panel')
        app.keys('ctrl+shift+p', 'F2')
        app.find(TITLE, 'text')
        self.take('project-dialog')
        stage.leave(TITLE)
        app.keys('ctrl+t')
        app.find('sample__list_invoices', 'list item')
        self.take('tools')
        stage.try_item('sample__list_invoices', 'List invoices')
        app.keys('ctrl+Return')
        app.find('INV-2026-010', 'label')
        self.take('inspector', high=(1000, 1000))
        stage.leave(TITLE)
        app.keys('alt+Left')
        self.dialogs()
        stage.customize('connectors')
        app.find('Airtable', 'list item')
        self.take('connectors')
        stage.connector('sample', 'Sample Workspace')
        app.find('List invoices', 'list item')
        self.take('connector', high=(1900, 1950))
        stage.customize('add')
        app.find(say('_Test This Connection').replace('_', ''), 'push button')
        self.take('add', high=(900, 1080))
        stage.customize('health')
        app.find(say('Check A_gain').replace('_', ''), 'push button')
        self.take('health', high=(1000, 1400))
        stage.home()


def test_right_to_left():
    """from right to left, as in Hebrew; GTK turns everything round for whoever has a catalogue, here one without a text of ours"""
    catalogue = pathlib.Path(os.environ['GATE_TEST_SESSION'], 'locale', 'he', 'LC_MESSAGES', 'gatehouse.mo')
    catalogue.parent.mkdir(parents=True)
    subprocess.run(['msgfmt', '-o', catalogue, '-'], input='msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n', text=True, check=True)
    Variant('right-to-left', language='he', GATE_LOCALEDIR=str(catalogue.parents[2])).all()


def test_large_text():
    """text half as large again"""
    Variant('large-text', dpi=144).all()


def test_high_contrast():
    """high contrast, light and dark"""
    Variant('high-contrast', schemes=('light', 'dark'), ADW_DEBUG_HIGH_CONTRAST='1').all()


def test_german():
    """in German"""
    Variant('german', language='de').all()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
        if app:
            app.process.kill()
            app.camera.close()
