#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""“Try it” by keys alone: a tool by its form and its table, a call that is cancelled, an address and a prompt whose arguments the server
proposes."""

import sys

from gatehouse_app import App, role_of, text_of
from gatehouse import ctl, expect, main, start_sample

server = start_sample()
expect(ctl('connect', 'sample', '--yes'))
app = App()


def open_inspector(words, name):
    """From the list of everything: type, Tab to Try, Return."""
    app.keys('ctrl+t')
    app.wait_focus('Search tools')
    app.keys('ctrl+a')
    app.type(words)
    app.wait_until(f'‘{words}’ is typed', lambda: text_of(app.focused()) == words)
    app.find(name + ', ', 'list item')
    app.wait_until('the button has the focus', lambda: press_until('Try '))
    app.keys('Return')
    app.window(f'Try {name}')


def press_until(name):
    node = app.focused()
    if node and name in node.get_name():
        return True
    app.keys('Tab')
    return False


def write(position, text):
    """Into the field at that position, which stands behind the switch to JSON."""
    app.wait_until('the switch has the focus', lambda: press_until('As JSON'))
    app.keys(*['Tab'] * position, 'ctrl+a')
    app.type(text)
    app.wait_until(f'‘{text}’ is written', lambda: is_written(text))


def is_written(text):
    return any(text_of(node) == text for node in app.nodes() if role_of(node) == 'text')


def close(title='Default'):
    app.keys('Escape')
    app.window(title)


def test_form():
    """a tool by its form: Ctrl+Return calls it, and the answer is a table"""
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    open_inspector('list_inv', 'sample__list_invoices')
    app.keys('ctrl+Return')
    app.find('· done ·', 'label')
    app.find('INV-2026-010', 'label')
    app.picture('inspector-table')
    app.transcript('inspector-table')
    close()


def test_cancel():
    """a call that takes long shows its progress; Escape ends it, and a second one closes"""
    open_inspector('generate_rep', 'sample__generate_report')
    write(1, '300')
    app.keys('ctrl+Return')
    app.find('Cancel', 'push button')
    app.find('', 'progress bar')
    app.picture('inspector-running')
    app.keys('Escape')
    app.find('Cancelled.', 'label')
    close()


def test_template():
    """an address: the server proposes, Down and Return take one, and what is there is read"""
    open_inspector('invoices/{', 'sample://invoices/{number}')
    write(1, 'INV-2026-01')
    app.find('INV-2026-010', 'list item')
    app.picture('inspector-proposals')
    app.transcript('inspector-proposals')
    app.keys('Down')
    app.wait_focus('INV-2026-010')
    app.keys('Return')
    app.wait_until('it is taken', lambda: is_written('INV-2026-010'))
    app.keys('ctrl+Return')
    app.find('· done ·', 'label')
    close()


def test_prompt():
    """a prompt: what is typed on narrows the proposals, Escape leaves them and nothing else, and the messages are shown"""
    open_inspector('summarise', 'sample__summarise_note')
    write(1, 'note-00')
    app.find('note-001', 'list item')
    app.type('2')
    app.gone('note-001', 'list item')
    write(2, 'm')
    app.find('medium', 'list item')
    app.keys('Escape')
    app.gone('medium', 'list item')
    app.keys('ctrl+a')
    app.type('short')
    app.keys('ctrl+Return')
    app.find('Write a short summary of the note', None)
    app.picture('inspector-prompt')
    close()


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
