# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program: a small window in a corner of the screen, from which what the arguments name is dragged. It tells what becomes of each
drag. drag_source.py uri|text CONTENT"""

import sys

import gi

gi.require_version('Gdk', '3.0')
gi.require_version('Gtk', '3.0')
from gi.repository import Gdk, Gtk  # noqa: E402

kind, content = sys.argv[1:]


def tell(text):
    print(text, flush=True)


def give(widget, context, data, info, time):
    if kind == 'uri':
        data.set_uris([content])
    else:
        data.set_text(content, -1)
    tell('given')


def main():
    window = Gtk.Window(title='Drag Source', type_hint=Gdk.WindowTypeHint.UTILITY, decorated=False)
    box = Gtk.EventBox(visible_window=True)
    box.add(Gtk.Label(label='Drag me'))
    box.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    if kind == 'uri':
        box.drag_source_add_uri_targets()
    else:
        box.drag_source_add_text_targets()
    box.connect('drag-begin', lambda *args: tell('begun'))
    box.connect('drag-data-get', give)
    box.connect('drag-failed', lambda *args: tell('failed') or True)
    box.connect('drag-end', lambda *args: tell('ended'))
    window.add(box)
    window.set_default_size(120, 60)
    window.connect('map-event', lambda *args: tell('shown'))
    window.show_all()
    window.move(0, 0)
    Gtk.main()


main()
