Feature: Configuration

  @OC-CONFIG-6020 @OC-CONFIG-6021
  Scenario: A pool and nothing else is a configuration
    Given the configuration
      """
      pools:
        - {id: a, engine: vllm, model: m, devices: [0]}
      """
    When it is checked
    Then it is accepted

  @OC-CONFIG-6020
  Scenario: A configuration without pools is refused
    Given the configuration
      """
      pools: []
      """
    When it is checked
    Then it is refused at line 1 because of "pools"

  @OC-CONFIG-6032
  Scenario: An address that others can reach needs a token
    Given the configuration
      """
      pools:
        - {id: a, engine: vllm, model: m, devices: [0]}
      server:
        bind_addr: 0.0.0.0:8080
      """
    When it is checked
    Then it is refused at line 4 because of "auth_token"

  @OC-CONFIG-6001 @OC-CONFIG-6006
  Scenario: A misspelt field is refused, and the right one named
    Given the configuration
      """
      pools:
        - id: a
          engin: vllm
          engine: vllm
          model: m
          devices: [0]
      """
    When it is checked
    Then it is refused at line 3 because of "engine"

  @OC-CONFIG-6001
  Scenario: In compatible mode an unknown field is left out
    Given the configuration
      """
      pools:
        - {id: a, engine: vllm, model: m, devices: [0]}
      later: true
      """
    When it is checked in compatible mode
    Then it is accepted
    And 1 unknown field is left out
