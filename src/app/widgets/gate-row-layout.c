// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-row-layout.h"

/* As libadwaita has it between what stands in a row. */
#define SPACING 6
/* The share of the width that the text of a row has at least, if it needs so much, before the buttons go below. */
#define TEXT_SHARE 0.5

struct _GateRowLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (GateRowLayout, gate_row_layout, GTK_TYPE_LAYOUT_MANAGER)

/* What stands in a row, as wide as it wants to be. */
typedef struct {
  GtkWidget *text;    /* (nullable) */
  GtkWidget *buttons; /* (nullable) */
  int        before;  /* the width of what stands before the text, and the space after each of it */
  int        text_minimum, text_natural;
  int        buttons_minimum, buttons_natural;
} Parts;

static int
width_of (GtkWidget *widget,
          int       *minimum)
{
  int natural = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, minimum, &natural, NULL, NULL);
  return natural;
}

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
first_shown (GtkWidget *row)
{
  return next_shown (gtk_widget_get_first_child (row));
}

static GtkWidget *
shown_after (GtkWidget *child)
{
  return next_shown (gtk_widget_get_next_sibling (child));
}

static Parts
find_parts (GtkWidget *row)
{
  Parts parts = { 0 };

  for (GtkWidget *child = first_shown (row); child; child = shown_after (child))
    {
      if (gtk_widget_has_css_class (child, "suffixes"))
        parts.buttons = child;
      else if (gtk_widget_has_css_class (child, "title"))
        parts.text = child;
      else
        parts.before += width_of (child, NULL) + SPACING;
    }
  if (parts.text)
    parts.text_natural = width_of (parts.text, &parts.text_minimum);
  if (parts.buttons)
    parts.buttons_natural = width_of (parts.buttons, &parts.buttons_minimum);
  return parts;
}

static gboolean
go_below (const Parts *parts,
          int          width)
{
  int rest = width - parts->before - parts->buttons_natural - SPACING;

  return parts->text && parts->buttons && rest < MIN (parts->text_natural, (int) (width * TEXT_SHARE));
}

static int
height_of (GtkWidget *widget,
           int        width)
{
  int natural = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static int
text_width (const Parts *parts,
            int          width)
{
  int buttons = parts->buttons && !go_below (parts, width) ? parts->buttons_natural + SPACING : 0;

  return MAX (width - parts->before - buttons, parts->text_minimum);
}

/* Of everything but the buttons that are below. */
static int
line_height (GtkWidget   *row,
             const Parts *parts,
             int          width)
{
  int height = 0;

  for (GtkWidget *child = first_shown (row); child; child = shown_after (child))
    if (child == parts->text)
      height = MAX (height, height_of (child, text_width (parts, width)));
    else if (child != parts->buttons || !go_below (parts, width))
      height = MAX (height, height_of (child, -1));
  return height;
}

static void
gate_row_layout_measure (GtkLayoutManager *layout,
                         GtkWidget        *row,
                         GtkOrientation    orientation,
                         int               for_size,
                         int              *minimum,
                         int              *natural,
                         int              *minimum_baseline,
                         int              *natural_baseline)
{
  Parts parts = find_parts (row);
  int widest = parts.before + parts.text_natural + (parts.buttons ? parts.buttons_natural + SPACING : 0);
  int width = for_size < 0 ? widest : for_size;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (parts.before + parts.text_minimum, parts.buttons_minimum);
      *natural = MAX (widest, *minimum);
      return;
    }
  *natural = line_height (row, &parts, width);
  if (go_below (&parts, width))
    *natural += height_of (parts.buttons, MIN (width, parts.buttons_natural)) + SPACING;
  *minimum = *natural;
}

static void
place (GtkWidget *row,
       GtkWidget *child,
       int        x,
       int        y,
       int        width,
       int        height)
{
  gboolean from_right = gtk_widget_get_direction (row) == GTK_TEXT_DIR_RTL;
  GtkAllocation allocation = { from_right ? gtk_widget_get_width (row) - x - width : x, y, width, height };

  gtk_widget_size_allocate (child, &allocation, -1);
}

static void
gate_row_layout_allocate (GtkLayoutManager *layout,
                          GtkWidget        *row,
                          int               width,
                          int               height,
                          int               baseline)
{
  Parts parts = find_parts (row);
  gboolean below = go_below (&parts, width);
  int wide = MAX (MIN (parts.buttons_natural, width), parts.buttons_minimum);
  int line = below ? height - height_of (parts.buttons, wide) - SPACING : height;
  int x = 0;

  for (GtkWidget *child = first_shown (row); child; child = shown_after (child))
    {
      int size = child == parts.text ? text_width (&parts, width) : width_of (child, NULL);

      if (child == parts.buttons)
        continue;
      place (row, child, x, 0, size, line);
      x += size + SPACING;
    }
  if (parts.buttons)
    place (row, parts.buttons, width - wide, below ? line : 0, wide, height - (below ? line + SPACING : 0));
}

static GtkSizeRequestMode
gate_row_layout_get_request_mode (GtkLayoutManager *layout,
                                  GtkWidget        *row)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
gate_row_layout_class_init (GateRowLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = gate_row_layout_measure;
  layout_class->allocate = gate_row_layout_allocate;
  layout_class->get_request_mode = gate_row_layout_get_request_mode;
}

static void
gate_row_layout_init (GateRowLayout *self)
{
}

/**
 * gate_row_layout_use:
 * @row: a row with a text and, at its end, buttons
 *
 * Lets the buttons go below the text in a narrow window, with long words or with large text.
 */
void
gate_row_layout_use (AdwActionRow *row)
{
  g_return_if_fail (ADW_IS_ACTION_ROW (row));
  GtkWidget *header = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));

  /* What a later libadwaita may hold there lays itself out. */
  if (GTK_IS_BOX (header) && gtk_widget_has_css_class (header, "header"))
    gtk_widget_set_layout_manager (header, g_object_new (GATE_TYPE_ROW_LAYOUT, NULL));
}
