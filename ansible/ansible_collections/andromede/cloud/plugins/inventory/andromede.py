"""The servers of an organisation as hosts."""

DOCUMENTATION = r"""
name: andromede
short_description: Lists the servers of an organisation
description:
  - Each server that is not deleted is a host under its name, in a group of its zone and one of its project.
  - C(ansible_host) is its public address, otherwise its private one.
  - The file of the inventory ends in V(andromede.yml) or V(andromede.yaml).
extends_documentation_fragment: [constructed]
options:
  plugin:
    description: The name of this plugin.
    required: true
    choices: [andromede.cloud.andromede]
  api_url:
    description: Address of the API.
    type: str
    env: [{name: ANDROMEDE_URL}]
  api_token:
    description: Token of the organisation.
    type: str
    env: [{name: ANDROMEDE_TOKEN}]
  project:
    description: Only servers of the project of this id.
    type: str
  zone:
    description: Only servers of the zone of this code.
    type: str
  tag:
    description: Only servers with this tag, V(key) or V(key:value).
    type: str
author:
  - Andromède
"""
EXAMPLES = r"""
plugin: andromede.cloud.andromede
keyed_groups:
  - key: andromede_tags.role
    prefix: role
compose:
  ansible_user: "'root'"
"""

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, Constructable
from ansible_collections.andromede.cloud.plugins.module_utils.api import Refusal, environment_api


class InventoryModule(BaseInventoryPlugin, Constructable):
    NAME = "andromede.cloud.andromede"

    def verify_file(self, path):
        return super().verify_file(path) and path.endswith(("andromede.yml", "andromede.yaml"))

    def parse(self, inventory, loader, path, cache=True):
        super().parse(inventory, loader, path, cache)
        self._read_config_data(path)
        query = {"projectId": self.get_option("project"), "zone": self.get_option("zone"), "tag": self.get_option("tag")}
        try:
            api = environment_api(self.get_option("api_url"), self.get_option("api_token"))
            servers = api.list("/v1/instances", {key: value for key, value in query.items() if value})
            public = {
                each["server"]["id"]: each["address"] for each in api.list("/v1/addresses") if each["server"]
            }
        except Refusal as refusal:
            raise AnsibleParserError(str(refusal)) from refusal
        names = [server["name"] for server in servers if not server["deletedAt"]]
        for server in servers:
            if not server["deletedAt"]:
                # Two of one name are told apart by their ids.
                host = server["name"] if names.count(server["name"]) == 1 else server["id"]
                self._add(host, server, public.get(server["id"]))

    def _add(self, host, server, public):
        self.inventory.add_host(host)
        variables = {
            "ansible_host": public or server["address"],
            "andromede_id": server["id"],
            "andromede_state": server["state"],
            "andromede_zone": server["zone"]["code"],
            "andromede_project": server["project"]["name"],
            "andromede_bundle": server["bundle"]["name"],
            "andromede_tags": server["tags"],
            "andromede_private_address": server["address"],
            "andromede_public_address": public,
        }
        for name, value in variables.items():
            self.inventory.set_variable(host, name, value)
        for kind in ("zone", "project"):
            group = self._sanitize_group_name("%s_%s" % (kind, variables["andromede_" + kind]))
            self.inventory.add_host(host, group=self.inventory.add_group(group))
        strict = self.get_option("strict")
        self._set_composite_vars(self.get_option("compose"), variables, host, strict=strict)
        self._add_host_to_composed_groups(self.get_option("groups"), variables, host, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), variables, host, strict=strict)
