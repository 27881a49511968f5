locals {
  widgets = [
    {
      title   = "Workers: invocations, errors, throttles"
      stat    = "Sum"
      metrics = [for name in ["Invocations", "Errors", "Throttles"] : ["AWS/Lambda", name, "FunctionName", aws_lambda_function.worker.function_name]]
    },
    {
      title   = "Workers at once"
      stat    = "Maximum"
      metrics = [["AWS/Lambda", "ConcurrentExecutions", "FunctionName", aws_lambda_function.worker.function_name]]
    },
    {
      title   = "Coordinators that are healthy"
      stat    = "Minimum"
      metrics = [["AWS/ApplicationELB", "HealthyHostCount", "TargetGroup", aws_lb_target_group.api.arn_suffix, "LoadBalancer", aws_lb.api.arn_suffix]]
    },
    {
      title   = "API: requests and errors"
      stat    = "Sum"
      metrics = [for name in ["RequestCount", "HTTPCode_Target_5XX_Count"] : ["AWS/ApplicationELB", name, "LoadBalancer", aws_lb.api.arn_suffix]]
    },
    {
      title   = "Coordinators: processor and memory, percent"
      stat    = "Maximum"
      metrics = [for name in ["CPUUtilization", "MemoryUtilization"] : ["AWS/ECS", name, "ServiceName", aws_ecs_service.coordinators.name, "ClusterName", aws_ecs_cluster.coordinators.name]]
    },
    {
      title   = "Store: memory and processor, percent"
      stat    = "Maximum"
      metrics = [for name in ["DatabaseMemoryUsagePercentage", "EngineCPUUtilization"] : ["AWS/MemoryDB", name, "ClusterName", aws_memorydb_cluster.redis.name]]
    }
  ]
}

resource "aws_cloudwatch_dashboard" "kappa" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = [for i, widget in local.widgets : {
      type   = "metric"
      x      = 12 * (i % 2)
      y      = 6 * floor(i / 2)
      width  = 12
      height = 6
      properties = {
        title   = widget.title
        stat    = widget.stat
        metrics = widget.metrics
        period  = 60
        region  = data.aws_region.here.name
      }
    }]
  })
}
