Feature: Enqueue and stream

  @ORCH-2001
  Scenario: An admitted task is told its place in the queue
    Given an orchestrator that runs one task at a time and lets 2 wait, by the policy "reject"
    When task A is submitted with "max_tokens" 10000
    Then the answer is 202
    And the answer's "/queue_position" is 0
    And the answer's "/predicted_start_ms" is 0
    When task B is submitted
    Then the answer is 202
    And the answer's "/queue_position" is 0
    When task C is submitted
    Then the answer is 202
    And the answer's "/queue_position" is 1

  @ORCH-2002 @OC-ADAPT-5002
  Scenario: A task is streamed from its start to its end
    Given an orchestrator
    When task A is submitted with "max_tokens" 40
    Then the stream of task A opens with started
    And the stream of task A has 40 tokens and closes with end

  @ORCH-2003 @ORCH-3026 @ORCH-3027
  Scenario: A cancel ends the stream, and no token comes after it
    Given an orchestrator
    When task A is submitted with "max_tokens" 10000
    And the first token of task A has come
    And task A is cancelled
    Then the answer is 204
    And the stream of task A closes with end
    And a new stream of task A has 0 tokens and closes with end

  @ORCH-2003 @OC-CORE-1005
  Scenario: A task that is cancelled while it waits never runs
    Given an orchestrator that runs one task at a time and lets 2 wait, by the policy "reject"
    When task A is submitted with "max_tokens" 100
    And task B is submitted
    And task B is cancelled
    Then the answer is 204
    And the stream of task A has 100 tokens and closes with end
    And a new stream of task B has 0 tokens and closes with end

  @OC-CORE-1004
  Scenario: Interactive tasks go before batch tasks
    Given an orchestrator that runs one task at a time and lets 2 wait, by the policy "reject"
    When task A is submitted with "max_tokens" 100
    And task B is submitted with "priority" "batch"
    And task C is submitted with "max_tokens" 10000
    And the first token of task C has come
    Then the stream of task A has 100 tokens and closes with end
    And task B has not begun

  @ORCH-2008
  Scenario: A task that breaks the contract is never enqueued
    Given an orchestrator
    When task A is submitted with "max_tokens" "many"
    Then the answer is 400 with the code INVALID_PARAMS
    And there is no task A

  @OC-CORE-1020
  Scenario: A context that the model does not allow is never enqueued
    Given an orchestrator
    When task A is submitted with "ctx" 4097
    Then the answer is 400 with the code INVALID_PARAMS
    And there is no task A

  @OC-CORE-1030
  Scenario: Strict tasks with the same seed yield the same tokens
    Given an orchestrator
    When task A is submitted with {"determinism": "strict", "seed": 7}
    And task B is submitted with {"determinism": "strict", "seed": 7}
    And task C is submitted with {"determinism": "strict", "seed": 8}
    Then the tokens of task A are those of task B and not those of task C

  @ORCH-2004 @ORCH-2005
  Scenario: A session is there until it is deleted
    Given an orchestrator
    When task A is submitted
    And the session of task A is asked for
    Then the answer is 200
    And the answer's "/turns" is 1
    And the answer has no "/tokens_budget_remaining"
    When the session of task A is deleted
    Then the answer is 204
    When the session of task A is asked for
    Then the answer is 404 with the code NOT_FOUND

  @ORCH-2010 @OC-CORE-1041
  Scenario: A session pays for its tokens
    Given an orchestrator whose sessions may use 10 tokens
    When task A is submitted
    Then the answer's header "x-budget-tokens-remaining" is "10"
    And the stream of task A has 8 tokens and closes with end
    When task B is submitted in the session of task A
    Then the answer's header "x-budget-tokens-remaining" is "2"
    And the stream of task B has 2 tokens and closes with end
    When task C is submitted in the session of task A
    Then the answer is 429 with the code ADMISSION_REJECT

  @ORCH-2020
  Scenario: A correlation id is repeated, or made up
    Given an orchestrator
    When GET "/v1/capabilities" is called as "request-1"
    Then the answer's header "x-correlation-id" is "request-1"
    When GET "/v1/capabilities" is called
    Then the answer's header "x-correlation-id" is a new id
