// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sandbox.h"

#include "gate-dirs.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-program.h"
#include "gate-property.h"
#include "gate-sandbox-programs.h"
#include "gate-text.h"

#include "gate-config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

struct _GateSandbox {
  GObject   parent_instance;

  char     *home;
  char     *folder;
  gboolean  folder_writable;
  gboolean  network;
};

typedef enum {
  PROP_HOME = 1,
  PROP_FOLDER,
  PROP_FOLDER_WRITABLE,
  PROP_NETWORK,
} GateSandboxProperty;

static GParamSpec *props[PROP_NETWORK + 1];

G_DEFINE_FINAL_TYPE (GateSandbox, gate_sandbox, G_TYPE_OBJECT)

/* The system, read-only; on most systems some of them are links. */
static const char *const system_folders[] = {
  "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix", "/gnu", "/snap", "/var/lib/ca-certificates",
};

/* Where resolv.conf leads to, and who answers names. */
static const char *const network_folders[] = { "/run/systemd/resolve", "/run/NetworkManager", "/run/resolvconf", "/run/nscd" };

static void
gate_sandbox_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  GateSandbox *self = GATE_SANDBOX (object);

  switch ((GateSandboxProperty) id)
    {
    case PROP_HOME:
      g_value_set_string (value, self->home);
      break;
    case PROP_FOLDER:
      g_value_set_string (value, self->folder);
      break;
    case PROP_FOLDER_WRITABLE:
      g_value_set_boolean (value, self->folder_writable);
      break;
    case PROP_NETWORK:
      g_value_set_boolean (value, self->network);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_sandbox_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  GateSandbox *self = GATE_SANDBOX (object);

  switch ((GateSandboxProperty) id)
    {
    case PROP_HOME:
      self->home = g_value_dup_string (value);
      break;
    case PROP_FOLDER:
      self->folder = g_value_dup_string (value);
      break;
    case PROP_FOLDER_WRITABLE:
      self->folder_writable = g_value_get_boolean (value);
      break;
    case PROP_NETWORK:
      self->network = g_value_get_boolean (value);
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_sandbox_dispose (GObject *object)
{
  GateSandbox *self = GATE_SANDBOX (object);

  g_clear_pointer (&self->home, g_free);
  g_clear_pointer (&self->folder, g_free);

  G_OBJECT_CLASS (gate_sandbox_parent_class)->dispose (object);
}

static void
gate_sandbox_class_init (GateSandboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_sandbox_get_property;
  object_class->set_property = gate_sandbox_set_property;
  object_class->dispose = gate_sandbox_dispose;

  props[PROP_HOME] = g_param_spec_string ("home", NULL, NULL, NULL, GATE_PARAM_CONSTRUCT_ONLY);
  props[PROP_FOLDER] = g_param_spec_string ("folder", NULL, NULL, NULL, GATE_PARAM_CONSTRUCT_ONLY);
  props[PROP_FOLDER_WRITABLE] = g_param_spec_boolean ("folder-writable", NULL, NULL, FALSE, GATE_PARAM_CONSTRUCT_ONLY);
  props[PROP_NETWORK] = g_param_spec_boolean ("network", NULL, NULL, FALSE, GATE_PARAM_CONSTRUCT_ONLY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
gate_sandbox_init (GateSandbox *self)
{
}

/**
 * gate_sandbox_new:
 * @home: (nullable) (type filename): the folder that is the server's home directory, kept between runs; %NULL for one that is not
 * @folder: (nullable) (type filename): the project's folder, where the person granted it
 * @folder_writable: whether the server may change the folder
 * @network: whether the server reaches the network
 *
 * Returns: (transfer full): a description of how a local server is confined
 */
GateSandbox *
gate_sandbox_new (const char *home,
                  const char *folder,
                  gboolean    folder_writable,
                  gboolean    network)
{
  return g_object_new (GATE_TYPE_SANDBOX,
                       "home", home,
                       "folder", folder,
                       "folder-writable", folder_writable,
                       "network", network,
                       NULL);
}

static void
add (GStrvBuilder *argv,
     const char   *first,
     ...) G_GNUC_NULL_TERMINATED;

static void
add (GStrvBuilder *argv,
     const char   *first,
     ...)
{
  va_list words;

  va_start (words, first);
  for (const char *word = first; word; word = va_arg (words, const char *))
    g_strv_builder_add (argv, word);
  va_end (words);
}

/* What no server may see, wherever it lies: everything of ours, the keyring's files, and the runtime folder with the sockets of
 * D-Bus, the keyring and the SSH agent. */
static GStrv
list_hidden (void)
{
  g_autoptr(GStrvBuilder) hidden = g_strv_builder_new ();
  g_autofree char *config = gate_dirs_config (NULL);
  g_autofree char *state = gate_dirs_state (NULL);
  g_autofree char *cache = gate_dirs_cache (NULL);
  g_autofree char *data = gate_dirs_data (NULL);
  g_autofree char *keyrings = g_build_filename (g_get_user_data_dir (), "keyrings", NULL);

  add (hidden, config, state, cache, data, keyrings, g_get_user_runtime_dir (), GATE_SYSCONFDIR "/gatehouse",
       "/etc/gatehouse", "/etc/claude-desktop", NULL);
  return g_strv_builder_end (hidden);
}

static void
add_system (GStrvBuilder *argv)
{
  for (gsize i = 0; i < G_N_ELEMENTS (system_folders); i++)
    {
      g_autofree char *link = g_file_read_link (system_folders[i], NULL);

      if (link)
        add (argv, "--symlink", link, system_folders[i], NULL);
      else if (g_file_test (system_folders[i], G_FILE_TEST_IS_DIR))
        add (argv, "--ro-bind", system_folders[i], system_folders[i], NULL);
    }
  add (argv, "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run", "--tmpfs", "/var/tmp",
       "--symlink", "/run", "/var/run", NULL);
}

static gboolean
is_system (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (system_folders); i++)
    if (gate_sandbox_is_below (path, system_folders[i]))
      return TRUE;
  return FALSE;
}

static void
add_programs (GateSandbox        *self,
              GStrvBuilder       *argv,
              const char * const *hidden,
              const char * const *command,
              const char         *path,
              const char         *working_directory)
{
  g_autoptr(GStrvBuilder) kept_out = g_strv_builder_new ();
  g_strv_builder_addv (kept_out, (const char **) hidden);
  g_strv_builder_add (kept_out, g_get_home_dir ());
  if (self->home)
    g_strv_builder_add (kept_out, self->home);

  g_auto(GStrv) kept_out_list = g_strv_builder_end (kept_out);
  g_autoptr(GPtrArray) programs = gate_sandbox_programs (command, path, working_directory, (const char * const *) kept_out_list);
  for (guint i = 0; i < programs->len; i++)
    {
      const char *program = g_ptr_array_index (programs, i);

      if (!is_system (program))
        add (argv, "--ro-bind", program, program, NULL);
    }
}

/* An empty folder is laid over what is hidden where a folder that is shown would show it. One that is not there yet is made, or a
 * server that may write could put it there for us to find. */
static void
add_hidden (GateSandbox        *self,
            GStrvBuilder       *argv,
            const char * const *hidden)
{
  for (guint i = 0; hidden[i]; i++)
    {
      gboolean exists = g_file_test (hidden[i], G_FILE_TEST_IS_DIR);
      gboolean in_folder = self->folder && gate_sandbox_is_below (hidden[i], self->folder);

      if ((is_system (hidden[i]) && exists) || (in_folder && (exists || self->folder_writable)))
        add (argv, "--tmpfs", hidden[i], NULL);
    }
}

static gboolean
check_folder (GateSandbox         *self,
              const char * const  *hidden,
              GError             **error)
{
  if (!self->folder)
    return TRUE;

  g_autofree char *shown = gate_text_make_visible (self->folder, GATE_TEXT_LINE);
  if (!g_path_is_absolute (self->folder) || !g_file_test (self->folder, G_FILE_TEST_IS_DIR))
    {
      gate_error_set (error, GATE_ERROR_SERVER_EXITED, GATE_LAYER_SERVICE, _("Choose another folder for the project, or make this one."),
                      _("There is no folder “%s” to give to the server"), shown);
      return FALSE;
    }

  gboolean too_wide = gate_sandbox_is_below (g_get_home_dir (), self->folder);
  for (guint i = 0; hidden[i]; i++)
    too_wide |= strcmp (self->folder, "/") == 0 || gate_sandbox_is_below (self->folder, hidden[i]);
  if (too_wide)
    {
      gate_error_set (error, GATE_ERROR_POLICY, GATE_LAYER_POLICY, _("Choose a narrower folder for the project."),
                      _("The folder “%s” is not given to a server in the sandbox, since it holds the whole home directory or belongs to Gatehouse"),
                      shown);
      return FALSE;
    }
  return TRUE;
}

static gboolean
make_home (GateSandbox  *self,
           GError      **error)
{
  if (!self->home || g_mkdir_with_parents (self->home, 0700) == 0)
    return TRUE;
  gate_error_set (error, GATE_ERROR_FAILED, GATE_LAYER_NONE, errno == ENOSPC ? _("Free some disk space.") : NULL,
                  _("Could not make the server’s home directory “%s”: %s"), self->home, g_strerror (errno));
  return FALSE;
}

/**
 * gate_sandbox_wrap:
 * @self: a sandbox
 * @argv: a command; its first element is an absolute path
 * @path: (nullable): the PATH that the program gets, to find the interpreters of scripts
 * @working_directory: (type filename): where it starts, where the sandbox shows that folder; else it starts in its home
 * @error: set to %GATE_ERROR_SERVER_EXITED (no such folder), %GATE_ERROR_POLICY (a folder that is too wide) or %GATE_ERROR_FAILED
 *
 * Puts the bubblewrap command line in front of a command, and makes the private home. In the sandbox are: the system, read-only;
 * the private home at the place of the person's own; what [func@Gate.sandbox_programs] lists, read-only; the project's folder, where
 * it was granted; nothing of ours, no D-Bus, no keyring, no SSH agent, no other process. With the network come the sockets in the
 * abstract namespace, since Linux counts those as network; no desktop service of Debian 12 or newer listens there alone.
 *
 * Returns: (transfer full) (nullable): the whole command
 */
char **
gate_sandbox_wrap (GateSandbox         *self,
                   const char * const  *argv,
                   const char          *path,
                   const char          *working_directory,
                   GError             **error)
{
  g_return_val_if_fail (GATE_IS_SANDBOX (self) && argv && argv[0], NULL);

  g_autoptr(GStrvBuilder) full = g_strv_builder_new ();
  g_auto(GStrv) hidden = list_hidden ();
  if (!check_folder (self, (const char * const *) hidden, error) || !make_home (self, error))
    return NULL;

  /* Looked for in the system's folders alone, whatever PATH the server gets. */
  g_autofree char *bubblewrap = gate_program_find ("bwrap", NULL, NULL, NULL);
  add (full, bubblewrap ? bubblewrap : "/usr/bin/bwrap", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
       "--die-with-parent", "--new-session", "--cap-drop", "ALL", NULL);
  if (!self->network)
    g_strv_builder_add (full, "--unshare-net");
  add_system (full);
  for (gsize i = 0; self->network && i < G_N_ELEMENTS (network_folders); i++)
    add (full, "--ro-bind-try", network_folders[i], network_folders[i], NULL);
  if (self->home)
    add (full, "--bind", self->home, g_get_home_dir (), NULL);
  else
    add (full, "--tmpfs", g_get_home_dir (), NULL);
  add_programs (self, full, (const char * const *) hidden, argv, path, working_directory);
  if (self->folder)
    add (full, self->folder_writable ? "--bind" : "--ro-bind", self->folder, self->folder, NULL);
  add_hidden (self, full, (const char * const *) hidden);
  g_strv_builder_add (full, "--");
  g_strv_builder_addv (full, (const char **) argv);
  return g_strv_builder_end (full);
}
