resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
}

# Lambda fetches it from there, since it takes no more than 50 MB in a request.
resource "aws_s3_object" "application" {
  bucket      = aws_s3_bucket.data.bucket
  key         = "code/${filesha256(var.application_jar)}.jar"
  source      = var.application_jar
  source_hash = filesha256(var.application_jar)
}

# Each change makes a version; runs end on the one that they began with.
resource "aws_lambda_function" "worker" {
  function_name    = var.name
  role             = aws_iam_role.function.arn
  handler          = "dev.kappa.handler.KappaHandler"
  runtime          = "java21" # Version 5 of the provider knows no newer one.
  architectures    = ["x86_64"]
  s3_bucket        = aws_s3_object.application.bucket
  s3_key           = aws_s3_object.application.key
  source_code_hash = filebase64sha256(var.application_jar)
  memory_size      = var.function_memory_mb
  timeout          = var.function_timeout_seconds
  publish          = true

  environment {
    variables = {
      # For the application's steps, which may use it below data/.
      DATA_BUCKET  = aws_s3_bucket.data.bucket
      KAPPA_OUTPUT = local.shares_files ? "/mnt/kappa" : "s3://${aws_s3_bucket.data.bucket}/data/output"
    }
  }

  dynamic "file_system_config" {
    for_each = local.shares_files ? [var.shared_files] : []

    content {
      arn              = file_system_config.value.access_point_arn
      local_mount_path = "/mnt/kappa"
    }
  }

  dynamic "snap_start" {
    for_each = var.snap_start ? [1] : []

    content {
      apply_on = "PublishedVersions"
    }
  }

  dynamic "vpc_config" {
    for_each = aws_security_group.function

    content {
      subnet_ids         = var.subnet_ids
      security_group_ids = [vpc_config.value.id]
    }
  }

  depends_on = [
    aws_cloudwatch_log_group.function,
    aws_iam_role_policy.function,
    aws_vpc_security_group_egress_rule.function_to_files,
    aws_vpc_security_group_ingress_rule.files_from_function
  ]

  lifecycle {
    precondition {
      condition     = !local.shares_files || (local.in_network && !var.snap_start)
      error_message = "shared_files: the function must be in the network (workers_mode callback), and Lambda has no SnapStart for it."
    }
  }
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = "The version that new runs begin with"
  function_name    = aws_lambda_function.worker.function_name
  function_version = aws_lambda_function.worker.version
}

# Coordinators invoke the function themselves and decide what is tried again.
resource "aws_lambda_function_event_invoke_config" "worker" {
  function_name          = aws_lambda_function.worker.function_name
  maximum_retry_attempts = 0
}
