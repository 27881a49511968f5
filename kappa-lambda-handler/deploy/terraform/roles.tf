data "aws_iam_policy_document" "lambda_assumes" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "ecs_assumes" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

locals {
  network_actions = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses"
  ]
}

# ---- the function

resource "aws_iam_role" "function" {
  name               = "${var.name}-function"
  assume_role_policy = data.aws_iam_policy_document.lambda_assumes.json
}

data "aws_iam_policy_document" "function" {
  statement {
    sid       = "Log"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.function.arn}:*"]
  }

  # Lambda itself needs them to put a function into a network; they can't be bound to a resource.
  dynamic "statement" {
    for_each = aws_security_group.function

    content {
      sid       = "Network"
      actions   = local.network_actions
      resources = ["*"]
    }
  }

  # A step's own code can't use them.
  dynamic "statement" {
    for_each = aws_security_group.function

    content {
      sid       = "NoNetworkFromCode"
      effect    = "Deny"
      actions   = local.network_actions
      resources = ["*"]

      condition {
        test     = "ArnEquals"
        variable = "lambda:SourceFunctionArn"
        values   = ["arn:${data.aws_partition.here.partition}:lambda:${data.aws_region.here.name}:${data.aws_caller_identity.here.account_id}:function:${var.name}"]
      }
    }
  }

  # The application's own, as its steps use it.
  statement {
    sid       = "Data"
    actions   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.data.arn}/data/*"]
  }

  statement {
    sid       = "ListData"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.data.arn]
  }

  dynamic "statement" {
    for_each = local.shares_files ? [var.shared_files.access_point_arn] : []

    content {
      sid       = "Mount"
      actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
      resources = ["arn:${data.aws_partition.here.partition}:elasticfilesystem:${data.aws_region.here.name}:${data.aws_caller_identity.here.account_id}:file-system/*"]

      condition {
        test     = "StringEquals"
        variable = "elasticfilesystem:AccessPointArn"
        values   = [statement.value]
      }
    }
  }

  dynamic "statement" {
    for_each = local.in_bucket ? [1] : []

    content {
      sid       = "Blobs"
      actions   = ["s3:GetObject", "s3:PutObject"]
      resources = ["${aws_s3_bucket.data.arn}/blobs/*"]
    }
  }
}

data "aws_partition" "here" {}

data "aws_caller_identity" "here" {}

resource "aws_iam_role_policy" "function" {
  name   = "worker"
  role   = aws_iam_role.function.id
  policy = data.aws_iam_policy_document.function.json
}

# ---- the coordinator

resource "aws_iam_role" "coordinator" {
  name               = "${var.name}-coordinator"
  assume_role_policy = data.aws_iam_policy_document.ecs_assumes.json
}

data "aws_iam_policy_document" "coordinator" {
  statement {
    sid       = "Invoke"
    actions   = ["lambda:InvokeFunction"]
    resources = [aws_lambda_function.worker.arn, "${aws_lambda_function.worker.arn}:*"]
  }

  dynamic "statement" {
    for_each = local.in_bucket ? [1] : []

    content {
      sid       = "Blobs"
      actions   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
      resources = ["${aws_s3_bucket.data.arn}/blobs/*"]
    }
  }

  # Without it S3 says of what is not there that it is denied.
  dynamic "statement" {
    for_each = local.in_bucket ? [1] : []

    content {
      sid       = "ListBlobs"
      actions   = ["s3:ListBucket"]
      resources = [aws_s3_bucket.data.arn]
    }
  }

  dynamic "statement" {
    for_each = length(var.key_arns) == 0 ? [] : [1]

    content {
      sid       = "Key"
      actions   = ["kms:Decrypt", "kms:Encrypt"]
      resources = var.key_arns
    }
  }
}

resource "aws_iam_role_policy" "coordinator" {
  name   = "coordinator"
  role   = aws_iam_role.coordinator.id
  policy = data.aws_iam_policy_document.coordinator.json
}

# ---- what starts its container

resource "aws_iam_role" "start" {
  name               = "${var.name}-start"
  assume_role_policy = data.aws_iam_policy_document.ecs_assumes.json
}

data "aws_iam_policy_document" "start" {
  # It can't be bound to a resource.
  statement {
    sid       = "Registry"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid       = "Image"
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [var.coordinator_image_repository_arn]
  }

  statement {
    sid       = "Log"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.coordinator.arn}:*"]
  }

  statement {
    sid       = "Secret"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.redis.arn]
  }
}

resource "aws_iam_role_policy" "start" {
  name   = "start"
  role   = aws_iam_role.start.id
  policy = data.aws_iam_policy_document.start.json
}
