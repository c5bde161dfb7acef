"""A plugin of Gajim for tests: a hand on its windows.

It listens on the Unix socket that LONGROOM_HAND names. Each connection brings one line of JSON,
{"do": NAME, "with": [TEXT, ...]}, and gets one back: {"done": VALUE} or {"failed": TEXT}. What it does, a person
could do with mouse and keyboard: it reads the texts that are drawn, presses buttons, fills in fields, chooses from
menus (those are actions) and opens windows.
"""

import base64
import io
import json
import os
import socket

import cairo
from gi.repository import GLib, Gtk
from nbxmpp.protocol import JID

from gajim.common import app
from gajim.gtk.conversation.rows.message import MessageRow
from gajim.gtk.dataform import FormGrid
from gajim.gtk.menus import get_chat_row_menu
from gajim.gtk.util import open_window
from gajim.plugins import GajimPlugin


class Hand(GajimPlugin):
    def init(self):
        self._listener = None

    def activate(self):
        # What is drawn is what there is, not something on its way there.
        Gtk.Settings.get_default().set_property('gtk-enable-animations', False)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(os.environ['LONGROOM_HAND'])
        self._listener.listen()
        GLib.io_add_watch(self._listener.fileno(), GLib.IO_IN, self._on_request)

    def deactivate(self):
        self._listener.close()

    def _on_request(self, *_args):
        connection, _address = self._listener.accept()
        with connection, connection.makefile('rw', encoding='utf8') as line:
            try:
                request = json.loads(line.readline())
                answer = {'done': DEEDS[request['do']](*request['with'])}
            except Exception as error:
                answer = {'failed': f'{type(error).__name__}: {error}'}
            line.write(json.dumps(answer) + '\n')
        return True


def widgets():
    """All widgets that are drawn, those of the newest window last."""
    waiting = [window for window in Gtk.Window.list_toplevels() if window.get_mapped()]
    while waiting:
        widget = waiting.pop(0)
        yield widget
        if isinstance(widget, Gtk.Container):
            children = []
            widget.forall(children.append)
            waiting[:0] = [child for child in children if child.get_mapped()]


def texts():
    found = []
    for widget in widgets():
        if isinstance(widget, (Gtk.Label, Gtk.Entry)):
            found.append(widget.get_text())
        elif isinstance(widget, Gtk.TextView):
            buffer = widget.get_buffer()
            found.append(buffer.get_text(*buffer.get_bounds(), False))
        elif isinstance(widget, Gtk.TreeView):
            found.extend(rows(widget.get_model()))
    return [text for text in found if text]


def rows(model):
    found = []

    def add(model, _path, place):
        found.extend(value for value in model[place] if isinstance(value, str))

    if model is not None:
        model.foreach(add)
    return found


def name_of(widget):
    if isinstance(widget, Gtk.Button) and widget.get_label():
        return widget.get_label().replace('_', '')
    return None


def press(label):
    """The last one with this label: the one in front, where windows below have the same."""
    if any(is_checked(widget) for widget in widgets()):
        raise LookupError('the form is still being checked')
    found = [widget for widget in widgets() if name_of(widget) == label and widget.is_sensitive()]
    if not found:
        raise LookupError(f'no button {label} to press')
    found[-1].clicked()


def is_checked(widget):
    """Whether Gajim has still to check what was filled in: it does so a moment later, and fails if the form is gone."""
    return isinstance(widget, FormGrid) and any(getattr(row, '_validate_source_id', None) for row in widget.rows)


def pick(label):
    """Clicks on the row of a list that has this label."""
    for widget in widgets():
        if isinstance(widget, Gtk.Label) and widget.get_text() == label:
            row = widget.get_ancestor(Gtk.ListBoxRow)
            if row is not None:
                row.get_parent().emit('row-activated', row)
                return
    raise LookupError(f'no row {label} to pick')


def fill(number, text):
    """Writes into the last entry (-1), the last but one (-2), ... of those that are drawn."""
    entries = [widget for widget in widgets() if isinstance(widget, Gtk.Entry) and widget.is_sensitive()]
    entries[int(number)].set_text(text)


def write(text):
    """Writes into the last text of several lines that may be changed."""
    found = [widget for widget in widgets() if isinstance(widget, Gtk.TextView) and widget.get_editable()]
    found[-1].get_buffer().set_text(text)


def choose(text):
    """Selects the row of a table that has this text, and does what a double click does."""
    for widget in widgets():
        if isinstance(widget, Gtk.TreeView) and widget.get_model() is not None:
            path = path_of(widget.get_model(), text)
            if path is not None:
                widget.expand_to_path(path)
                widget.get_selection().select_path(path)
                widget.row_activated(path, widget.get_column(0))
                return
    raise LookupError(f'no row {text} to choose')


def path_of(model, text):
    found = []
    model.foreach(lambda model, path, place: found.append(path.copy()) if text in list(model[place]) else None)
    return found[0] if found else None


def click(tooltip):
    """Presses the button that has no label but this tooltip."""
    found = [
        widget for widget in widgets() if isinstance(widget, Gtk.Button) and widget.get_tooltip_text() == tooltip
    ]
    if not found:
        raise LookupError(f'no button {tooltip} to click')
    found[-1].clicked()


def retract(text):
    """Opens the menu of a message and chooses to retract it."""
    for row in widgets():
        if isinstance(row, MessageRow) and row.get_text() == text:
            menu = get_chat_row_menu(
                row._contact, row.name, text, row.timestamp, row.message_id, row.stanza_id, row.log_line_id
            )
            for place in range(menu.get_n_items()):
                if menu.get_item_attribute_value(place, 'action').get_string() == 'win.retract-message':
                    target = menu.get_item_attribute_value(place, 'target')
                    app.window.lookup_action('retract-message').activate(target)
                    return
    raise LookupError(f'there is no message {text} that may be retracted')


def switch(label):
    """Turns the switch or check box that stands beside this label."""
    for widget in widgets():
        if isinstance(widget, Gtk.Label) and widget.get_text() == label:
            around = widget.get_parent()
            for other in around.get_children():
                beside = not isinstance(around, Gtk.Grid) or row_of(other) == row_of(widget)
                if beside and isinstance(other, (Gtk.CheckButton, Gtk.Switch)):
                    other.set_active(not other.get_active())
                    return
    raise LookupError(f'no switch {label}')


def row_of(widget):
    return widget.get_parent().child_get_property(widget, 'top-attach')


def beside(label):
    """What stands in a form beside this label: the last one, where windows below have the same."""
    found = None
    for widget in widgets():
        if isinstance(widget, Gtk.Label) and widget.get_text() == label:
            grid = widget.get_parent()
            if isinstance(grid, Gtk.Grid):
                place = grid.child_get_property(widget, 'left-attach') + 1
                found = grid.get_child_at(place, row_of(widget)) or found
    if found is None:
        raise LookupError(f'nothing to fill in beside {label}')
    return found


def answer(label, text):
    """Fills in the field of a form that has this label, whatever it looks like; lists have a line for each value."""
    field = beside(label)
    inner = field.get_child() if isinstance(field, Gtk.ScrolledWindow) else field
    if isinstance(inner, Gtk.Entry):
        inner.set_text(text)
    elif isinstance(inner, Gtk.TextView):
        inner.get_buffer().set_text(text)
    elif isinstance(inner, Gtk.CheckButton):
        inner.set_active(text == 'yes')
    elif isinstance(inner, Gtk.ComboBox):
        choose_option(inner, text)
    elif isinstance(inner, Gtk.Box):
        write_addresses(inner, text.split('\n') if text else [])
    else:
        raise LookupError(f'{label} is a {type(inner).__name__}')


def choose_option(box, text):
    for place, row in enumerate(box.get_model()):
        if row[0] == text:
            box.set_active(place)
            return
    raise LookupError(f'no option {text} among {rows(box.get_model())}')


def write_addresses(box, addresses):
    """A table of addresses with a button that adds an empty row, and one that removes the row that is marked."""
    table = next(child for child in descendants(box) if isinstance(child, Gtk.TreeView))
    add, remove = (child for child in descendants(box) if isinstance(child, Gtk.ToolButton))
    while len(table.get_model()) > 0:
        table.get_selection().select_path(0)
        remove.emit('clicked')
    (cell,) = table.get_column(0).get_cells()
    for place, address in enumerate(addresses):
        add.emit('clicked')
        cell.emit('edited', str(place), address)


def descendants(widget):
    yield widget
    if isinstance(widget, Gtk.Container):
        for child in widget.get_children():
            yield from descendants(child)


def read(label):
    """What the field of a form that has this label holds."""
    field = beside(label)
    inner = field.get_child() if isinstance(field, Gtk.ScrolledWindow) else field
    if isinstance(inner, Gtk.Viewport):
        inner = inner.get_child()
    if isinstance(inner, (Gtk.Entry, Gtk.Label)):
        return inner.get_text()
    if isinstance(inner, Gtk.TextView):
        buffer = inner.get_buffer()
        return buffer.get_text(*buffer.get_bounds(), False)
    if isinstance(inner, Gtk.CheckButton):
        return 'yes' if inner.get_active() else 'no'
    if isinstance(inner, Gtk.ComboBoxText):
        return inner.get_active_text()
    return '\n'.join(text for child in descendants(inner) if isinstance(child, Gtk.TreeView) for text in rows(child.get_model()))


def picture():
    """The newest window as a PNG."""
    window = [window for window in Gtk.Window.list_toplevels() if window.get_mapped()][-1]
    surface = cairo.ImageSurface(cairo.Format.ARGB32, window.get_allocated_width(), window.get_allocated_height())
    window.draw(cairo.Context(surface))
    pixels = bytes(surface.get_data())
    if pixels == pixels[:4] * (len(pixels) // 4):
        raise LookupError('nothing is drawn yet')
    written = io.BytesIO()
    surface.write_to_png(written)
    return base64.b64encode(written.getvalue()).decode()


def say(text):
    buffer = app.window.get_chat_stack().get_message_input().get_buffer()
    length = buffer.get_char_count()
    # Never empty in between: Gajim would take it that nothing is corrected any more.
    buffer.insert(buffer.get_end_iter(), text)
    buffer.delete(buffer.get_start_iter(), buffer.get_iter_at_offset(length))
    act('send-message')


def correct(text):
    field = app.window.get_chat_stack().get_message_input()
    if not field.is_correcting:
        act('correct-message')
    if not field.is_correcting:
        raise LookupError('there is nothing to correct yet')
    say(text)


def act(name, *variant):
    action = app.window.lookup_action(name)
    if action is None or not action.get_enabled():
        raise LookupError(f'the action {name} cannot be chosen')
    action.activate(GLib.Variant.parse(None, variant[0], None, None) if variant else None)


def account():
    return app.settings.get_accounts()[0]


def opens(name, jid, page='information'):
    """Opens a window about a room, as the menu of the room or a link to it does."""
    if name == 'GroupchatDetails':
        contact = app.get_client(account()).get_module('Contacts').get_contact(jid)
        open_window(name, contact=contact, page=page)
    elif name == 'account':
        app.window.show_account_page(account())
    elif name == 'chat':
        app.window.add_chat(account(), JID.from_string(jid), 'contact', select=True)
    elif name == 'ServiceDiscovery':
        app.app.lookup_action(f'{account()}-services').activate(GLib.Variant('s', account()))
    elif name == 'CreateGroupchatWindow':
        open_window(name, account=account())
    else:
        open_window(name, account=account(), jid=jid)


def close():
    """Closes every window but the main one, and what asks something in the chat."""
    for window in Gtk.Window.list_toplevels():
        if window.get_mapped() and window is not app.window:
            window.close()
    app.window.get_chat_stack().process_escape()


def whisper_to(occupant):
    app.window.add_private_chat(account(), JID.from_string(occupant), select=True)


def signed_in():
    if not app.account_is_available(account()):
        raise LookupError('not signed in yet')


def status(show):
    app.get_client(account()).change_status(show, '')


def scroll_up():
    app.window.get_control()._scrolled_view.get_vadjustment().set_value(0)


DEEDS = {
    'texts': texts,
    'press': press,
    'pick': pick,
    'write': write,
    'choose': choose,
    'click': click,
    'retract': retract,
    'fill': fill,
    'answer': answer,
    'read': read,
    'picture': picture,
    'switch': switch,
    'say': say,
    'correct': correct,
    'act': act,
    'open': opens,
    'close': close,
    'whisper to': whisper_to,
    'be signed in': signed_in,
    'status': status,
    'scroll up': scroll_up,
}
