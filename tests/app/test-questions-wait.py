#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions wait for their turn and are not lost: two at once are counted, what nobody looks at is told by the desktop, and the notification
of one whose window was closed brings it back."""

import sys

from gatehouse_app import App
from notifications import Desktop
from gatehouse import SAMPLE, ctl, expect, main

for name in ('first', 'second'):
    expect(ctl('connector', 'add', name, '--', SAMPLE, 'serve', '--stdio'))
    expect(ctl('activate', name))
desktop = Desktop()
app = App()

QUESTION = 'Run This Program on Your Computer?'


def start(name):
    app.tab_to(f'Start…: {name}')
    app.keys('Return')
    app.window(QUESTION)


def test_declined():
    """what is not allowed to run is told in its row, and stays to be asked again"""
    app.find('first, installed, on in this project, no sign-in needed. Not started yet', 'list item')
    for name in ('first', 'second'):
        start(name)
        app.tab_to('Do Not Run It')
        app.keys('Return')
        app.window('Default')
        app.find(f'The command of {name} was not approved', 'list item')


def test_two():
    """two ask at once: the first says that there is one more, which has its turn after it"""
    app.keys('F5')
    app.window(QUESTION)
    app.find('1 of 2', 'label')
    app.picture('questions-two')
    app.tab_to('Do Not Run It')
    app.keys('Return')
    app.gone('1 of 2', 'label')
    app.window(QUESTION)
    assert not desktop.standing(), desktop.said()


def test_unseen():
    """the window is closed while one waits: it is not answered by that, and stands with the desktop"""
    app.act('Default', 'window.close')
    notification = desktop.find(QUESTION)
    assert notification['default-action'] == 'app.show-questions', notification
    assert app.process.poll() is None


def test_back():
    """the notification brings it back, with its window; answered there, it is over, and the notification gone"""
    desktop.activate(desktop.find(QUESTION))
    app.window(QUESTION)
    desktop.gone(QUESTION)
    app.picture('questions-back')
    app.tab_to('Run It Once')
    app.keys('Return')
    app.window('Default')
    app.find('second, installed, on in this project, no sign-in needed. 13 tools', 'list item')


def test_ends():
    """ending takes back what stands"""
    start('first')
    app.act('Default', 'window.close')
    desktop.find(QUESTION)
    app.end()
    assert desktop.standing() == {}, desktop.said()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        desktop.end()
