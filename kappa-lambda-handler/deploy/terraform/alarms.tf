resource "aws_cloudwatch_metric_alarm" "coordinators_missing" {
  alarm_name          = "${var.name}-coordinators-missing"
  alarm_description   = "Fewer coordinators are healthy than there should be. One less is no outage; none is."
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HealthyHostCount"
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = var.coordinators
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "breaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns

  dimensions = {
    LoadBalancer = aws_lb.api.arn_suffix
    TargetGroup  = aws_lb_target_group.api.arn_suffix
  }
}

resource "aws_cloudwatch_metric_alarm" "api_errors" {
  alarm_name          = "${var.name}-api-errors"
  alarm_description   = "The API answers 5xx: the store is away or full, or partitions have no owner."
  namespace           = "AWS/ApplicationELB"
  metric_name         = "HTTPCode_Target_5XX_Count"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 10
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns

  dimensions = {
    LoadBalancer = aws_lb.api.arn_suffix
  }
}

resource "aws_cloudwatch_metric_alarm" "function_errors" {
  alarm_name          = "${var.name}-function-errors"
  alarm_description   = "Workers crash, run out of memory or reach their time limit. Their tasks are tried again, and fail after some crashes in a row."
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns

  dimensions = {
    FunctionName = aws_lambda_function.worker.function_name
  }
}

resource "aws_cloudwatch_metric_alarm" "function_throttles" {
  alarm_name          = "${var.name}-function-throttles"
  alarm_description   = "The account has no more concurrency: raise its quota, or lower the coordinators' concurrency."
  namespace           = "AWS/Lambda"
  metric_name         = "Throttles"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns

  dimensions = {
    FunctionName = aws_lambda_function.worker.function_name
  }
}

resource "aws_cloudwatch_metric_alarm" "redis_memory" {
  alarm_name          = "${var.name}-redis-memory"
  alarm_description   = "The store is nearly full. When it is full, starts are refused and commits wait."
  namespace           = "AWS/MemoryDB"
  metric_name         = "DatabaseMemoryUsagePercentage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 75
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "missing"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns

  dimensions = {
    ClusterName = aws_memorydb_cluster.redis.name
  }
}

resource "aws_cloudwatch_metric_alarm" "redis_cpu" {
  alarm_name          = "${var.name}-redis-cpu"
  alarm_description   = "The store's one thread is busy: more shards, or larger nodes."
  namespace           = "AWS/MemoryDB"
  metric_name         = "EngineCPUUtilization"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "missing"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns

  dimensions = {
    ClusterName = aws_memorydb_cluster.redis.name
  }
}

# What coordinators write to their log is counted: see "Alarms" in docs/deploying.md.

resource "aws_cloudwatch_log_metric_filter" "store_unavailable" {
  name           = "${var.name}-store-unavailable"
  log_group_name = aws_cloudwatch_log_group.coordinator.name
  pattern        = "\"store unavailable since\""

  metric_transformation {
    namespace     = "Kappa/${var.name}"
    name          = "StoreUnavailable"
    value         = "1"
    default_value = "0"
  }
}

resource "aws_cloudwatch_metric_alarm" "store_unavailable" {
  alarm_name          = "${var.name}-store-unavailable"
  alarm_description   = "The store is away for more than a minute, or its settings do not hold the level of durability: runs wait."
  namespace           = "Kappa/${var.name}"
  metric_name         = "StoreUnavailable"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
}

resource "aws_cloudwatch_log_metric_filter" "coordinator_errors" {
  name           = "${var.name}-coordinator-errors"
  log_group_name = aws_cloudwatch_log_group.coordinator.name
  pattern        = "\"] ERROR \""

  metric_transformation {
    namespace     = "Kappa/${var.name}"
    name          = "CoordinatorErrors"
    value         = "1"
    default_value = "0"
  }
}

resource "aws_cloudwatch_metric_alarm" "coordinator_errors" {
  alarm_name          = "${var.name}-coordinator-errors"
  alarm_description   = "The coordinators' log has a line of the level ERROR: a defect, a run that can't be read, or what the store lost. Look there."
  namespace           = "Kappa/${var.name}"
  metric_name         = "CoordinatorErrors"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
}

resource "aws_cloudwatch_log_metric_filter" "workers_missing" {
  name           = "${var.name}-workers-missing"
  log_group_name = aws_cloudwatch_log_group.coordinator.name
  pattern        = "\"a worker did not come\""

  metric_transformation {
    namespace     = "Kappa/${var.name}"
    name          = "WorkersMissing"
    value         = "1"
    default_value = "0"
  }
}

resource "aws_cloudwatch_metric_alarm" "workers_missing" {
  alarm_name          = "${var.name}-workers-missing"
  alarm_description   = "Invocations bring no worker: the function can't be started, or has no way to the coordinators. The coordinators' log says why."
  namespace           = "Kappa/${var.name}"
  metric_name         = "WorkersMissing"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
}

resource "aws_cloudwatch_log_metric_filter" "tasks_parked" {
  name           = "${var.name}-tasks-parked"
  log_group_name = aws_cloudwatch_log_group.coordinator.name
  pattern        = "\" is parked: \""

  metric_transformation {
    namespace     = "Kappa/${var.name}"
    name          = "TasksParked"
    value         = "1"
    default_value = "0"
  }
}

resource "aws_cloudwatch_metric_alarm" "tasks_parked" {
  alarm_name          = "${var.name}-tasks-parked"
  alarm_description   = "Tasks can't go on with the code that there is, and wait for other code."
  namespace           = "Kappa/${var.name}"
  metric_name         = "TasksParked"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
}
