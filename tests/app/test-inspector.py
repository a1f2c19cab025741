#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""“Try it” by keys alone: a tool by its form and its table, a call that is cancelled, an address and a prompt whose arguments the server
proposes."""

import sys

import json

from gatehouse_app import App, Atspi, role_of, text_of
from gatehouse import ctl, expect, main, start_sample
from inspecting import Inspector

server = start_sample()
expect(ctl('connect', 'sample', '--yes'))
app = App()
inspector = Inspector(app)


def write(position, text):
    """Into the field at that position, which stands behind the switch to JSON."""
    inspector.tab('As JSON')
    app.keys(*['Tab'] * position, 'ctrl+a')
    app.type(text)
    app.wait_until(f'“{text}” is written', lambda: app.holds(text))


def test_form():
    """a tool by its form: Ctrl+Return calls it, and the answer is a table"""
    app.find('Sample Workspace, installed, on in this project, signed in. 1', 'list item')
    inspector.open('sample__list_invoices', 'list_inv')
    app.keys('ctrl+Return')
    app.find('· done ·', 'label')
    app.find('INV-2026-010', 'label')
    app.picture('inspector-table')
    app.transcript('inspector-table')
    inspector.close()


def test_cancel():
    """a call that takes long shows its progress; Escape ends it, and a second one closes"""
    inspector.open('sample__generate_report', 'generate_rep')
    write(1, '300')
    app.keys('ctrl+Return')
    app.find('Cancel', 'push button')
    app.find('', 'progress bar')
    app.picture('inspector-running')
    app.keys('Escape')
    app.find('Cancelled.', 'label')
    inspector.close()


def test_template():
    """an address: the server proposes, Down and Return take one, and what is there is read"""
    inspector.open('sample://invoices/{number}', 'invoices/{')
    write(1, 'INV-2026-01')
    app.find('INV-2026-010', 'list item', window='Try ')
    app.picture('inspector-proposals')
    app.transcript('inspector-proposals')
    app.keys('Down')
    app.wait_focus('INV-2026-010')
    app.keys('Return')
    app.wait_until('it is taken', lambda: app.holds('INV-2026-010'))
    app.keys('ctrl+Return')
    app.find('· done ·', 'label')
    inspector.close()


def test_prompt():
    """a prompt: what is typed on narrows the proposals, Escape leaves them and nothing else, and the messages are shown"""
    inspector.open('sample__summarise_note', 'summarise')
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
    inspector.close()


def test_json():
    """the same as JSON: what is in the form goes along, what is no JSON is one sentence and calls nothing, and back in the form it is there"""
    inspector.open('sample__list_invoices')
    inspector.write('customer', 'Nobody')
    node = inspector.open_json()
    # The limit has a default.
    assert json.loads(text_of(node)) == {'customer': 'Nobody', 'limit': 10}, text_of(node)
    app.keys('ctrl+a')
    app.type('{"customer": ')
    app.keys('ctrl+Return')
    fault = app.wait_until('the fault is told', lambda: app.focused().get_description())
    assert fault.count('.') <= 1 and 'Json' not in fault and 'GError' not in fault, fault
    app.find(fault, 'label')
    app.picture('inspector-bad-json')
    assert not app.look_for('· done ·', 'label'), app.tree()
    app.type('"Nobody", "limit": 3}')
    inspector.run()
    app.keys('alt+j')
    app.wait_until('the form has it', lambda: app.holds('Nobody') and app.holds('3'))


def test_json_stays():
    """what is no JSON stays where it is when one goes back to the form, and is told"""
    node = inspector.open_json()
    app.keys('ctrl+a')
    app.type('[1, 2')
    app.wait_until('it is typed', lambda: text_of(node) == '[1, 2')
    app.keys('alt+j')
    app.wait_until('the fault is told', lambda: app.focused().get_description())
    assert app.holds('Nobody') and app.holds('3'), app.tree()
    inspector.close()


def test_history():
    """what was tried before is there again, with its arguments and its answer, and is run again"""
    inspector.open('sample__get_invoice')
    inspector.write('number', 'INV-2026-001')
    inspector.run()
    app.keys('alt+h')
    app.wait_focus('History')
    app.find('"number":"INV-2026-001"', 'list item')
    inspector.write('number', 'INV-2026-002')
    app.keys('ctrl+Return')
    app.find('"number":"INV-2026-002"', 'list item')
    inspector.tab('{"number":"INV-2026-002"}, ')
    app.keys('Down')
    app.wait_focus('{"number":"INV-2026-001"}, ')
    app.picture('inspector-history')
    app.keys('Return')
    app.wait_until('the arguments are there again', lambda: app.holds('INV-2026-001'))
    app.keys('ctrl+Return')
    app.wait_until('it was run again', lambda: sum('"INV-2026-001"' in node.get_name() for node in app.nodes() if role_of(node) == 'list item') == 2)


def test_messages():
    """what went over the connection: the calls of this window, both ways"""
    app.keys('alt+m')
    app.wait_focus('Messages')
    app.wait_until('three calls', lambda: sum('"method":"tools/call"' in text_of(node) for node in app.nodes() if role_of(node) == 'label') == 3)
    sent = [text_of(node) for node in app.nodes() if role_of(node) == 'label' and '"method":"tools/call"' in text_of(node)]
    assert all('INV-2026-00' in text for text in sent), sent
    number = json.loads(sent[-1])['id']
    app.wait_until('the answer is there', lambda: any(
        json.loads(text_of(node)).get('id') == number and 'result' in json.loads(text_of(node))
        for node in app.nodes() if role_of(node) == 'label' and text_of(node).startswith('{"')))
    app.picture('inspector-messages')
    everything = '\n'.join(text_of(node) for node in app.nodes())
    assert 'Bearer' not in everything, everything
    inspector.close()


def test_image():
    """a picture is shown as large as it is, above and below other things, and has a name"""
    inspector.open('sample__show_chart')
    inspector.run()
    picture = app.find('Picture from the service', 'image')

    def is_whole():
        box = Atspi.Component.get_extents(picture, Atspi.CoordType.WINDOW)
        return (box.width, box.height) == (360, 200)
    app.wait_until('it is as large as it was drawn', is_whole)
    app.picture('inspector-image')
    inspector.close()


def test_resource():
    """a resource needs no arguments: it is read"""
    inspector.open('sample://notes/note-001')
    app.keys('Return')
    app.find('· done ·', 'label')
    app.find('This is the workspace of Larkspur Bicycles', 'label')
    app.picture('inspector-resource')
    inspector.close()


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
