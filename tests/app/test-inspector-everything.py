#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inspector against the reference server of the protocol, by keys: what a user of any other inspector does with it. Structure, a
picture, links that are followed, annotations, arguments as JSON, resources and templates, progress and its end, and what must not be seen
in the messages."""

import json
import sys

import peers
from everything import Everything
from gatehouse_app import text_of

CANARY = 'canary-7d20c1e6f3'

inspector = Everything('--env', f'API_TOKEN={CANARY}')
app = inspector.app


def test_started():
    """the program is started when the person says so, after its exact command was shown"""
    inspector.start()


def test_structured():
    """a choice is made; what is structured is a table, and is not said twice"""
    inspector.open('every__get-structured-content')
    inspector.choose('location (required)', 'Chicago')
    inspector.run()
    app.find('Light rain / drizzle', 'label')
    assert sum('drizzle' in text for text in inspector.labels()) == 1, inspector.labels()
    app.picture('everything-structured')


def test_copied():
    """the whole answer is copied as JSON by a button"""
    inspector.tab('Copy the Answer as JSON')
    app.keys('Return')
    # It is written into a field of the same window, as a person would put it into another program.
    node = inspector.open_json()
    app.keys('ctrl+a', 'ctrl+v')
    app.wait_until('it is there', lambda: '"structuredContent"' in text_of(node))
    answer = json.loads(text_of(node))
    assert answer['structuredContent']['conditions'] == 'Light rain / drizzle', answer
    # How the call ended is still told.
    app.find('· done ·', 'label')


def test_definition():
    """what the server says of its tool is there as it said it"""
    app.keys('alt+d')
    app.wait_focus('Definition')
    app.find('"outputSchema"', 'label')
    app.picture('everything-definition')
    inspector.close()


def test_picture():
    """a tool without arguments says so; its picture is shown"""
    inspector.open('every__get-tiny-image')
    app.find('It needs none.', 'label')
    app.keys('Return')
    app.find('Picture from the service', 'image')
    app.picture('everything-picture')
    inspector.close()


def test_links():
    """an answer leads to resources: one is read from there, and the history has both"""
    inspector.open('every__get-resource-links')
    inspector.run()
    inspector.tab('Read demo://resource/dynamic/text/2')
    app.picture('everything-links')
    app.keys('Return')
    app.find('Resource 2: This is a plaintext resource', 'label')
    app.keys('alt+h')
    app.find('demo://resource/dynamic/text/2, ', 'list item')
    app.find('{"count":3}, ', 'list item')
    inspector.close()


def test_annotations():
    """for whom a part is meant, and how much it matters"""
    inspector.open('every__get-annotated-message')
    inspector.choose('messageType (required)', 'error')
    inspector.run()
    app.find('For you and the assistant · Priority 100 %', 'label')
    inspector.close()


def test_json():
    """the same by its form and as JSON: numbers go over as numbers, and what the server says of wrong ones is told"""
    inspector.open('every__get-sum')
    inspector.write('a (required)', '2.5')
    inspector.write('b (required)', '4')
    inspector.run()
    app.find('The sum of 2.5 and 4 is 6.5.', 'label')
    node = inspector.open_json()
    assert json.loads(text_of(node)) == {'a': 2.5, 'b': 4}, text_of(node)
    app.keys('ctrl+a')
    app.type('{"a": 40, "b": "2"}')
    app.keys('ctrl+Return')
    app.find('number', 'label')
    assert not app.look_for('is 42', 'label'), app.tree()
    app.picture('everything-json-wrong')
    app.keys('ctrl+a')
    app.type('{"a": 40, "b": 2}')
    inspector.run('The sum of 40 and 2 is 42.')
    app.keys('alt+h')
    app.find('{"a":40,"b":2}, ', 'list item')
    app.find('{"a":2.5,"b":4}, ', 'list item')
    inspector.close()


def test_resource():
    """a resource of the server: its text is shown"""
    inspector.open('demo://resource/static/document/features.md')
    app.keys('Return')
    app.find('· done ·', 'label')
    app.find('Everything Server', 'label')
    inspector.close()


def test_template():
    """a template: what is written is asked to be completed, and what is there is read"""
    inspector.open('demo://resource/dynamic/text/{resourceId}')
    app.keys('alt+m')
    inspector.write('resourceId', '3')
    app.find('"method":"completion/complete"', 'label')
    inspector.run()
    app.find('Resource 3: This is a plaintext resource', 'label')
    app.picture('everything-template')
    inspector.close()


def test_progress():
    """progress that is counted; Escape ends the call"""
    inspector.open('every__trigger-long-running-operation')
    inspector.write('duration', '60')
    app.keys('ctrl+Return')
    app.find('', 'progress bar')
    app.keys('alt+m')
    app.find('Received · notifications/progress', 'label')
    # How far it is the bar tells; the server has no words for it.
    app.find('Calling…', 'label')
    app.picture('everything-progress')
    app.keys('Escape')
    app.find('Cancelled.', 'label')
    app.find('Sent · notifications/cancelled', 'label')
    inspector.close()


def test_secret():
    """what was given to the program as a secret is seen nowhere, not even where the program gives it back"""
    inspector.open('every__get-env')
    app.keys('Return')
    app.find('API_TOKEN', 'label')
    app.keys('alt+m')
    app.find('"method":"tools/call"', 'label')
    assert not any(CANARY in text for text in inspector.labels()), inspector.labels()
    app.picture('everything-secret')
    inspector.close()


def test_ends_clean():
    """closing ends it without a complaint, and the program with it"""
    app.quit()
    peers.check_none_left()


if __name__ == '__main__':
    peers.main(sys.modules[__name__])
