# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes pictures of windows as a person sees them: with their shadow, in light and dark, wide and narrow."""

import ctypes
import os
import pathlib
import subprocess
import tempfile
import time

import gi

gi.require_version('Gdk', '3.0')
gi.require_version('GdkX11', '3.0')
from gi.repository import Gdk, GdkPixbuf, GdkX11, Gio  # noqa: E402

DEADLINE = 30
BESIDE = 120
WIDE, NARROW = (1200, 800), (360, 720)
# As GNOME has it: one button. Nothing blinks, so that what stands still can be told from what is still drawn.
SETTINGS = """[Settings]
gtk-font-name=Cantarell 11
gtk-enable-animations=false
gtk-cursor-blink=false
gtk-decoration-layout=:close
"""


def told(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=DEADLINE).stdout


def write_settings():
    """What GTK reads when the application starts."""
    path = pathlib.Path(os.environ['XDG_CONFIG_HOME'], 'gtk-4.0', 'settings.ini')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SETTINGS)


def announce_shadows():
    """GTK draws shadows and round corners only where the window manager says that it knows what is frame, and what is window."""
    x11 = ctypes.CDLL('libX11.so.6')
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    frame = (ctypes.c_ulong * 1)(x11.XInternAtom(display, b'_GTK_FRAME_EXTENTS', 0))
    supported = ctypes.c_ulong(x11.XInternAtom(display, b'_NET_SUPPORTED', 0))
    # An ATOM (4), 32 bits each, appended (2).
    x11.XChangeProperty(display, ctypes.c_ulong(x11.XDefaultRootWindow(display)), supported, ctypes.c_ulong(4), 32, 2, frame, 1)
    x11.XCloseDisplay(display)


class Picture:
    """What a window shows at one moment."""

    def __init__(self, pixbuf, extents):
        self.pixbuf, self.extents = pixbuf, extents
        self.width, self.height = pixbuf.get_width(), pixbuf.get_height()
        self.pixels = pixbuf.get_pixels()
        self.stride = pixbuf.get_rowstride()
        self.size = pixbuf.get_n_channels()

    def at(self, x, y):
        start = y * self.stride + x * self.size
        return self.pixels[start:start + self.size]

    def sample(self):
        """Some of the pixels of the window within its shadow."""
        left, right, top, bottom = self.extents
        return [self.at(x, y) for y in range(top + 1, self.height - bottom - 1, 5) for x in range(left + 1, self.width - right - 1, 7)]

    def is_whole(self):
        """The right and the lower edge are drawn where they belong: the window is as large as it was made."""
        left, right, top, bottom = self.extents
        if self.size < 4 or not right:
            return True
        across, down = (left + self.width - right) // 2, (top + self.height - bottom) // 2
        return (self.at(self.width - right - 3, down)[3] == 255 and self.at(self.width - 2, down)[3] < 100
                and self.at(across, self.height - bottom - 3)[3] == 255 and self.at(across, self.height - 2)[3] < 100)

    def is_dark(self):
        sample = self.sample()
        return sum(sum(pixel[:3]) for pixel in sample) / (3 * len(sample)) < 110

    def is_blank(self):
        """Next to nothing but one colour."""
        sample = self.sample()
        return len(set(sample)) < 8 or max(sample.count(pixel) for pixel in set(sample[::50])) > 0.998 * len(sample)


class Camera:
    """Made before the application starts; takes pictures of whichever window has the keys."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.taken = []
        write_settings()
        self.compositor = subprocess.Popen(['xcompmgr'], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        announce_shadows()
        # Nothing is under the pointer.
        self.screen, height = [int(number) for number in told('xdotool', 'getdisplaygeometry').split()]
        told('xdotool', 'mousemove', str(self.screen - 1), str(height - 1))
        self.desktop = Gio.Settings.new('org.gnome.desktop.interface')

    def close(self):
        self.compositor.terminate()
        self.compositor.wait(DEADLINE)

    def set_scheme(self, scheme):
        self.desktop.set_string('color-scheme', 'prefer-dark' if scheme == 'dark' else 'default')
        Gio.Settings.sync()

    def set_dpi(self, dpi):
        """How large text is, as people set it for their whole desktop, from the next start of the application on; 96 is usual."""
        told('xprop', '-root', '-f', 'RESOURCE_MANAGER', '8s', '-set', 'RESOURCE_MANAGER', f'Xft.dpi: {dpi}')

    def capture(self, window):
        geometry = dict(line.split('=') for line in told('xdotool', 'getwindowgeometry', '--shell', window).split())
        properties = told('xprop', '-id', window, '_GTK_FRAME_EXTENTS')
        extents = [int(number) for number in properties.split('=')[1].split(',')] if '=' in properties else [0, 0, 0, 0]
        # A connection of its own: GDK keeps the size that a window of others had when it first saw it.
        display = Gdk.Display.open(os.environ['DISPLAY'])
        foreign = GdkX11.X11Window.foreign_new_for_display(display, int(window))
        pixbuf = Gdk.pixbuf_get_from_window(foreign, 0, 0, int(geometry['WIDTH']), int(geometry['HEIGHT']))
        display.close()
        assert pixbuf, f'the window {window} gave no picture'
        return Picture(pixbuf, extents)

    def capture_above(self, window):
        """The window, and what is open over it and beside it: a menu is a window of its own."""
        extents = self.capture(window).extents
        # Not of xdotool, which adds where the window is within its frame to where it is.
        about = dict(line.strip().split(':', 1) for line in told('xwininfo', '-id', window).splitlines() if ': ' in line and 'xwininfo' not in line)
        x, y, width, height = [int(about[name]) for name in ('Absolute upper-left X', 'Absolute upper-left Y', 'Width', 'Height')]
        # A menu may be wider than what is left of the window.
        left, right = max(x + extents[0] - BESIDE, 0), min(x + width - extents[1] + BESIDE, self.screen)
        part = f'{right - left}x{height - sum(extents[2:])}+{left}+{y + extents[2]}'
        with tempfile.NamedTemporaryFile(suffix='.png') as file:
            told('import', '-silent', '-window', 'root', '-crop', part, '+repage', file.name)
            return Picture(GdkPixbuf.Pixbuf.new_from_file(file.name), [0, 0, 0, 0])

    def wait_still_above(self, window, deadline):
        """The same, once it is twice the same."""
        before = None
        while time.monotonic() < deadline:
            now = self.capture_above(window)
            if before and before.pixels == now.pixels:
                return now
            before = now
            time.sleep(0.04)
        raise AssertionError(f'no picture within {DEADLINE} s: it does not stand still')

    def resize(self, window, width, height):
        """As large as it lets itself be made; how large that is, in pixels of the whole picture."""
        hints = told('xprop', '-id', window, 'WM_NORMAL_HINTS', '_GTK_FRAME_EXTENTS')
        extents = self.capture(window).extents
        limits = {'minimum': (0, 0), 'maximum': (32767, 32767)}
        for line in hints.splitlines():
            words = line.split()
            if 'size:' in words and words[-2] == 'by' and words[2] in limits:
                limits[words[2]] = (int(words[-3]), int(words[-1]))
        size = [min(max(wanted + extents[i * 2] + extents[i * 2 + 1], limits['minimum'][i]), limits['maximum'][i])
                for i, wanted in enumerate((width, height))]
        told('xdotool', 'windowsize', window, str(size[0]), str(size[1]))
        return tuple(size)

    def wait_still(self, window, size, scheme, deadline):
        """The window, once it is drawn at that size and in that scheme, and twice the same."""
        before, why = None, ''
        while time.monotonic() < deadline:
            now = self.capture(window)
            if (now.width, now.height) != size:
                why = f'it is {now.width}×{now.height}, not {size[0]}×{size[1]}'
            elif not now.is_whole():
                why = 'it is not drawn whole'
            elif now.is_dark() != (scheme == 'dark'):
                why = f'it is not {scheme}'
            elif before and before.pixels == now.pixels:
                return now
            else:
                why = 'it does not stand still'
            before = now
            time.sleep(0.04)
        raise AssertionError(f'no picture within {DEADLINE} s: {why}')

    def shape(self, size):
        """Makes the window that has the keys as large as that; what opens over it follows its parent."""
        window = told('xdotool', 'getactivewindow').strip()
        scheme = 'dark' if self.desktop.get_string('color-scheme') == 'prefer-dark' else 'light'
        self.wait_still(window, self.resize(window, *size), scheme, time.monotonic() + DEADLINE)

    def windows_below(self, window):
        """What it was opened over, the nearest first."""
        found = []
        while True:
            answer = told('xprop', '-id', window, 'WM_TRANSIENT_FOR').split('#')
            if len(answer) < 2:
                return found
            window = str(int(answer[1], 16))
            found.append(window)

    def narrow(self, window, width):
        """Makes a window that is wider no wider than that; how large it was."""
        now = self.capture(window)
        natural = (now.width - sum(now.extents[:2]), now.height - sum(now.extents[2:]))
        if natural[0] > width:
            size, deadline = self.resize(window, width, natural[1]), time.monotonic() + DEADLINE
            while (now.width, now.height) != size and time.monotonic() < deadline:
                now = self.capture(window)
        return natural

    def take(self, name, high=None, sizes=(WIDE, NARROW), schemes=('light', 'dark'), ending='-{scheme}-{width}', above=False):
        """Pictures of the window that has the keys, which is as it was before afterwards. above: with the menu that is open over it."""
        # A page that is longer than a screen is shown whole.
        sizes = ((WIDE[0], high[0]), (NARROW[0], high[1])) if high else sizes
        window = told('xdotool', 'getactivewindow').strip()
        first, narrowed = self.capture(window), []
        natural = (first.width - sum(first.extents[:2]), first.height - sum(first.extents[2:]))
        below = self.windows_below(window)
        dialog = bool(below)
        for number, (width, height) in enumerate(sizes):
            # No dialog lies over a narrow window and is wider than that.
            if dialog and natural[0] > width:
                narrowed = [(each, self.narrow(each, width)) for each in reversed(below)]
            # A dialog is as large as it wants to be, where there is room, and goes on growing with what is in it.
            wanted = (min(width, natural[0]), height if high else min(height, natural[1])) if dialog else (width, height)
            size = (first.width, first.height) if wanted == natural else self.resize(window, *wanted)
            for scheme in reversed(schemes) if number % 2 else schemes:
                self.set_scheme(scheme)
                picture = self.wait_still(window, size, scheme, time.monotonic() + DEADLINE)
                if above:
                    picture = self.wait_still_above(window, time.monotonic() + DEADLINE)
                file = self.folder / f'{name}{ending.format(scheme=scheme, width=width)}.png'
                picture.pixbuf.savev(str(file), 'png', ['compression'], ['6'])
                self.taken.append(file)
                assert not picture.is_blank(), f'{file.name} shows nothing'
                assert above or picture.width - sum(picture.extents[:2]) <= width, f'{file.name} is {picture.width - sum(picture.extents[:2])} wide'
        if size != (first.width, first.height):
            for each, before in narrowed:
                self.resize(each, *before)
            self.resize(window, *natural)

    def take_together(self, name):
        """One picture of the dialog that has the keys, in the middle of its window, as GNOME's shell places it."""
        dialog = told('xdotool', 'getactivewindow').strip()
        parent = str(int(told('xprop', '-id', dialog, 'WM_TRANSIENT_FOR').split('#')[1], 16))
        self.set_scheme('light')
        below, above = [self.wait_still(window, (first.width, first.height), 'light', time.monotonic() + DEADLINE).pixbuf
                        for window, first in ((each, self.capture(each)) for each in (parent, dialog))]
        width, height = above.get_width(), above.get_height()
        x, y = (below.get_width() - width) // 2, (below.get_height() - height) // 2
        assert x >= 0 and y >= 0, 'the dialog is larger than its window'
        above.composite(below, x, y, width, height, x, y, 1, 1, GdkPixbuf.InterpType.NEAREST, 255)
        file = self.folder / f'{name}.png'
        below.savev(str(file), 'png', ['compression'], ['9'])
        self.taken.append(file)
