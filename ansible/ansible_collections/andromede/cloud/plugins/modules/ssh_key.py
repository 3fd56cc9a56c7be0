#!/usr/bin/python
"""An SSH key of the organisation."""

DOCUMENTATION = r"""
module: ssh_key
short_description: Adds or removes an SSH key that new servers can get
description:
  - A key is found by its name. A key of the same name with other contents is replaced.
  - Servers that have a key keep it.
extends_documentation_fragment:
  - andromede.cloud.api
  - andromede.cloud.api.presence
options:
  name:
    description: Name of the key.
    type: str
    required: true
  public_key:
    description: The public key in the format of OpenSSH. Required unless it is absent.
    type: str
"""
EXAMPLES = r"""
- andromede.cloud.ssh_key:
    name: deploy
    public_key: "{{ lookup('file', '~/.ssh/id_ed25519.pub') }}"
"""
RETURN = r"""
ssh_key:
  description: The key as the API gives it.
  returned: when present
  type: dict
"""

import base64
import binascii
import hashlib

from ansible_collections.andromede.cloud.plugins.module_utils.api import (
    PRESENCE,
    Refusal,
    only,
    outcome,
    run_module,
)


def fingerprint_of(public_key):
    """As ssh-keygen shows it."""
    try:
        blob = base64.b64decode(public_key.split()[1], validate=True)
    except (IndexError, binascii.Error) as error:
        raise Refusal("public_key is no public key in the format of OpenSSH.") from error
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def run(api, module):
    given = module.params
    known = api.list("/v1/ssh-keys")
    before = only([each for each in known if each["name"] == given["name"]], "keys", given["name"])
    if given["state"] == "absent":
        if before and not module.check_mode:
            api.call("DELETE", "/v1/ssh-keys/" + before["id"])
        return outcome(bool(before), before, None)
    fingerprint = fingerprint_of(given["public_key"])
    if before and before["fingerprint"] == fingerprint:
        return outcome(False, before, before, ssh_key=before)
    wanted = {"name": given["name"], "fingerprint": fingerprint}
    if module.check_mode:
        return outcome(True, before, wanted, ssh_key=wanted)
    if before:
        api.call("DELETE", "/v1/ssh-keys/" + before["id"])
    made = api.call("POST", "/v1/ssh-keys", {"name": given["name"], "publicKey": given["public_key"].strip()})
    return outcome(True, before, made, ssh_key=made)


def main():
    run_module(
        {
            **PRESENCE,
            "name": {"type": "str", "required": True},
            "public_key": {"type": "str", "no_log": False},
        },
        run,
        required_if=[("state", "present", ["public_key"])],
    )


if __name__ == "__main__":
    main()
