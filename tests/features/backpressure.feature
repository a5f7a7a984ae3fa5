Feature: Backpressure

  @ORCH-2007 @ORCH-2012 @OC-CORE-1002 @OC-CORE-1003
  Scenario: A full queue refuses the new task
    Given an orchestrator that runs one task at a time and lets 1 wait, by the policy "reject"
    When task A is submitted with "max_tokens" 10000
    And task B is submitted
    And task C is submitted
    Then the answer is 429 with the code ADMISSION_REJECT
    And the answer's "/policy_label" is "reject"
    And the answer's "/retriable" is true
    And the answer tells how long to wait, in seconds and in milliseconds
    And there is no task C

  @OC-CORE-1002 @OC-CORE-1006
  Scenario: A full queue drops the task that nobody has asked for longest
    Given an orchestrator that runs one task at a time and lets 2 wait, by the policy "drop-lru"
    When task A is submitted with "max_tokens" 10000
    And task B is submitted
    And task C is submitted
    Then the stream of task B opens with started
    When task D is submitted
    Then the answer is 202
    And the stream of task C closes with the error QUEUE_FULL_DROP_LRU
    And task B has not begun

  @OC-CORE-1002 @OC-CORE-1007
  Scenario: A full queue sheds a task of a lower priority
    Given an orchestrator that runs one task at a time and lets 1 wait, by the policy "shed-low-priority"
    When task A is submitted with "max_tokens" 10000
    And task B is submitted with "priority" "batch"
    And task C is submitted
    And task D is submitted
    Then the answer is 202
    And the stream of task B closes with the error ADMISSION_REJECT
    When task E is submitted
    Then the answer is 429 with the code ADMISSION_REJECT
    And the answer's "/policy_label" is "shed-low-priority"

  @OC-CORE-1001
  Scenario: Each priority has a queue of its own
    Given an orchestrator that runs one task at a time and lets 1 wait, by the policy "reject"
    When task A is submitted with "max_tokens" 10000
    And task B is submitted
    And task C is submitted with "priority" "batch"
    Then the answer is 202
    When task D is submitted with "priority" "batch"
    Then the answer is 429 with the code ADMISSION_REJECT

  @OC-CORE-1024
  Scenario: A priority admits no more tasks than its rate limit
    Given an orchestrator that admits one task in 1000 seconds
    When task A is submitted
    Then the answer is 202
    When task B is submitted
    Then the answer is 429 with the code ADMISSION_REJECT
    And the answer tells how long to wait, in seconds and in milliseconds
