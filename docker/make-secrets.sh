#!/bin/sh
# Makes the secrets that the compose files name, each once: what is there already is left alone.
#
# The folder is for its owner only. The files in it may be read by all: the containers run as other users than you, and
# each is given only those files that its service names.
set -eu

folder="$(dirname "$0")/secrets"
mkdir -p "$folder"
chmod 700 "$folder"

# 48 hexadecimal digits.
random() {
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

for name in component-secret mongodb-root-password mongodb-password meilisearch-key; do
  [ -s "$folder/$name" ] || random > "$folder/$name"
done

# ejabberd reads no plain files: it includes this one in its configuration.
[ -s "$folder/ejabberd-component.yml" ] ||
  printf 'define_macro:\n  COMPONENT_SECRET: "%s"\n' "$(cat "$folder/component-secret")" > "$folder/ejabberd-component.yml"

chmod 644 "$folder"/*
echo "The secrets are in $folder."
