class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  api_url:
    description: Address of the API. By default the variable E(ANDROMEDE_URL).
    type: str
  api_token:
    description: Token of the organisation. By default the variable E(ANDROMEDE_TOKEN).
    type: str
  wait_timeout:
    description: Seconds that work may take until it has ended.
    type: int
    default: 600
notes:
  - Needs no Python package besides Ansible.
author:
  - Andromède
"""

    PROJECT = r"""
options:
  project:
    description: Name of its project. By default the first that the token may use.
    type: str
"""
    REFERENCES = r"""
options:
  references:
    description: References that invoices of the organisation need, such as V(purchaseOrderNumber).
    type: dict
"""
    PRESENCE = r"""
options:
  state:
    description: Whether it exists.
    type: str
    choices: [present, absent]
    default: present
"""
